"""The Whiplash V1 API."""

from mockserver.whiplash.vendor import WHIPLASH

__all__ = ["WHIPLASH"]
