"""The WarpWare Partner API, v1."""

from mockserver.warpware.vendor import WARPWARE

__all__ = ["WARPWARE"]
