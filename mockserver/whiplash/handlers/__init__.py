"""What each operation does: ``(state, call) -> Result``."""
