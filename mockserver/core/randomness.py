"""All chance of a sandbox, in streams named after their purpose."""

from __future__ import annotations

import hashlib
import random
import uuid
from typing import Any

from mockserver.core.saved import Saved


class Streams(Saved):
    """``streams["ids"]`` and the like: independent generators derived from one seed.

    Drawing from one never shifts another, and the same seed gives the same draws in any process.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def __getitem__(self, name: str) -> random.Random:
        stream = self._streams.get(name)
        if stream is None:
            digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
            stream = self._streams[name] = random.Random(digest)
        return stream

    def fraction(self, name: str) -> float:
        """A number from 0 up to 1 that depends on the seed and *name* alone: the same at each call.

        For what has a name of its own, such as one order's fate, which no other order's may shift.
        """
        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        return (int.from_bytes(digest[:8]) >> 11) / 2**53

    def uuid(self, name: str) -> str:
        """The next random UUID (version 4) of a stream, lower case with dashes."""
        return str(uuid.UUID(int=self[name].getrandbits(128), version=4))

    def capture(self) -> Any:
        return {name: stream.getstate() for name, stream in self._streams.items()}

    def restore(self, captured: Any) -> None:
        """A stream that was not drawn from then begins anew at its next draw."""
        self._streams = {name: stream for name, stream in self._streams.items() if name in captured}
        for name, state in captured.items():
            self[name].setstate(state)
