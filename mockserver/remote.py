"""A mock server that runs elsewhere, shared by processes and languages."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.handle import SandboxHandle, option_fields
from mockserver.handles.remote_channel import RemoteChannel

PLAIN: dict[str, Any] = {
    "seed": 42,
    "profile": "empty",
    "frozen": False,
    "readings": {},
    "limits": True,
    "autopilot": False,
    "faults": [],
}
"""A sandbox without options, as MockServer makes it: not as the server happened to be started."""


def connect(url: str, token: str | None = None) -> RemoteServer:
    """Control the server at *url*, as ``mockserver serve`` prints it; *token* is its control token, if it has one::

        with mockserver.connect("http://mock:8080") as server, server.sandbox(seed=7) as world:
            requests.get(world.warpware.url + "/version", headers=world.warpware.headers())

    Raises:
        NoMockServer: nobody answers there, or somebody else.
        ControlError: the token is missing or wrong.
    """
    server = RemoteServer(RemoteChannel(url, token))
    server.check()
    return server


class RemoteServer:
    """Makes sandboxes as MockServer does; their handles can do the same, but for what needs the same process."""

    def __init__(self, channel: RemoteChannel) -> None:
        self._channel = channel

    def __repr__(self) -> str:
        return f"<RemoteServer {self.url}>"

    def __enter__(self) -> RemoteServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def url(self) -> str:
        return self._channel.url

    @property
    def default(self) -> SandboxHandle:
        return SandboxHandle(self._channel, DEFAULT_ID)

    def sandbox(self, **options: Any) -> SandboxHandle:
        """Make a sandbox, from the options of :meth:`MockServer.sandbox`.

        Raises: as it does.
        """
        fields = option_fields(options, self._channel.vendors)
        SandboxOptions(**fields)  # refuses here what is none of its option's kind, as in one process
        if now := fields.pop("now", None):
            fields["now"] = now.isoformat()
        if "faults" in fields:
            fields["faults"] = [rule.as_json() for rule in fields["faults"]]
        made = self._channel.call("createSandbox", {}, body={**PLAIN, **fields})
        return SandboxHandle(self._channel, made["id"])

    def check(self) -> None:
        """Raises as :func:`connect` does."""
        self._channel.call("getIndex", {})

    def close(self) -> None:
        """Give back the connections; sandboxes stay until they are dropped."""
        self._channel.close()
