"""What each operation takes."""
