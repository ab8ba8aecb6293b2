"""What WarpWare's operations do: plain functions ``(state, call) -> Result``."""
