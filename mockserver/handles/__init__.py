"""What Python callers hold of a sandbox, the same for one in this process and one of a server elsewhere."""
