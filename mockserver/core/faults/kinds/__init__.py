"""The kinds of fault, a file each."""
