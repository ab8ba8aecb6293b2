"""The sandbox's webhook deliveries, and receivers of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal
from urllib.parse import urlsplit

from mockserver.core.delivery import Attempt, Delivery, State
from mockserver.core.hosts import is_loopback
from mockserver.handles.answering import refuse_to_wait
from mockserver.handles.telling import Telling

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle
    from mockserver.handles.received import Received
    from mockserver.handles.sandbox_receiver import SandboxReceiver

_NAMES = {"warpware": "Warpware", "whiplash": "Whiplash"}


class WebhooksHandle(Telling):
    """The sandbox's webhook deliveries, oldest first."""

    _elsewhere: ClassVar = {
        "last": "webhooks[-1] is the last delivery",
        "register": "receiver(events=…) registers itself",
    }

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle
        self._receivers: list[SandboxReceiver] = []

    def __repr__(self) -> str:
        return f"<Webhooks: {len(self)} deliveries>"

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.list())

    def __len__(self) -> int:
        number: int = self._handle.call("listDeliveries", query={"limit": 1})["matching"]
        return number

    def __getitem__(self, place: int) -> Delivery:
        found = self.list()
        try:
            return found[place]
        except IndexError:
            there = "is 1 delivery" if len(found) == 1 else f"are {len(found)} deliveries"
            raise IndexError(f"there {there}, and none at place {place}") from None

    def list(
        self, *, endpoint: str | None = None, event: str | None = None, state: State | None = None
    ) -> list[Delivery]:
        """Those that match everything given. *endpoint* is the id of a webhook, *event* like ``order.*``.

        Raises:
            BadRule: there is no such event.
            ControlError: there is no such state.
        """
        wanted = {"endpoint": endpoint, "event": event, "state": state}
        return self._handle.channel.deliveries(self._handle.id, wanted)

    def deliver(self) -> Sequence[Attempt]:
        """Make every attempt that is due, wait for those under way, and answer both. Raises WaitsForItself."""
        refuse_to_wait(self._handle.id, "deliver")
        return self._handle.channel.deliver(self._handle.id)

    def replay(self, number: int) -> Attempt:
        """Send a delivery's bytes once more; answers how it went.

        Raises:
            UnknownDelivery: the sandbox has none of that number, or no longer.
            EndpointGone: the delivery's endpoint was deleted.
            UnknownSandbox: the sandbox was dropped or made anew meanwhile.
            WaitsForItself: a receiver asks for it while it handles a webhook.
        """
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"number: must be a delivery's whole number, not {number!r}")
        refuse_to_wait(self._handle.id, "replayDelivery")
        return self._handle.channel.replay(self._handle.id, number)

    def receiver(
        self,
        path: str = "/hooks",
        events: Sequence[str] | None = None,
        *,
        register: bool = True,
        vendor: Literal["warpware", "whiplash"] = "warpware",
        check_signature: bool = True,
        host: str = "127.0.0.1",
        on_event: Callable[[Received], object] | None = None,
    ) -> SandboxReceiver:
        """A real HTTP receiver on a free port of *host*, a name or an address of this machine by which the mock
        server reaches it. It is registered for *events*, all by default, and closed with the sandbox. *on_event* is
        called with each webhook before it is answered::

            receiver = mockserver.webhooks.receiver(events=["order.shipped"])
            …
            (event,) = receiver.wait(1)

        Raises:
            ValueError: the server runs elsewhere, where *host* would be that machine itself; or *path* can be no path.
            ControlError: the vendor refuses the registration, in its words.
        """
        from mockserver.handles.sandbox_receiver import SandboxReceiver

        if vendor not in _NAMES:
            raise ValueError(f"vendor: there are {', '.join(_NAMES)}, not {vendor!r}")
        if isinstance(events, str):
            raise TypeError(f"events: must be a list, [{events!r}]")
        server = urlsplit(self._handle.base_url).hostname or ""
        if register and is_loopback(host) and not is_loopback(server):
            raise ValueError(
                f"the mock server is on {server}, where {host} is not this machine: give receiver(host=…) a name or an "
                "address of this machine that it can reach, and start it with `mockserver serve --webhook-allow` and "
                "that name or address"
            )
        receiver = SandboxReceiver(self._handle, _NAMES[vendor], host=host, path=path, check_signature=check_signature)
        if on_event is not None:
            receiver.on_event = on_event
        self._receivers.append(receiver)
        if register:
            try:
                receiver.register(events)
            except BaseException:
                receiver.close()
                raise
        return receiver

    def close_receivers(self) -> None:
        """Those of this handle."""
        while self._receivers:
            self._receivers.pop().close()
