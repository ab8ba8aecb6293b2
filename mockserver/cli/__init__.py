"""The command ``mockserver``."""

from mockserver.cli.main import main

__all__ = ["main"]
