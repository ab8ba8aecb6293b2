"""One vendor's webhooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from mockserver.handles.telling import Telling

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle
    from mockserver.handles.received import Received
    from mockserver.handles.sandbox_receiver import SandboxReceiver


class VendorWebhooks(Telling):
    """Has a receiver registered at this vendor. What was sent, by both, is in the sandbox's own ``webhooks``."""

    _elsewhere: ClassVar = {
        name: f"that is the sandbox's, mockserver.webhooks.{name}" for name in ("list", "deliver", "replay")
    }

    def __init__(self, handle: SandboxHandle, vendor: Literal["warpware", "whiplash"]) -> None:
        self._handle = handle
        self._vendor = vendor

    def __repr__(self) -> str:
        return f"<VendorWebhooks of {self._vendor}>"

    def receiver(
        self,
        path: str = "/hooks",
        events: Sequence[str] | None = None,
        *,
        register: bool = True,
        check_signature: bool = True,
        host: str = "127.0.0.1",
        on_event: Callable[[Received], object] | None = None,
    ) -> SandboxReceiver:
        """As ``mockserver.webhooks.receiver`` of this vendor. Raises as it does."""
        return self._handle.webhooks.receiver(
            path,
            events,
            register=register,
            vendor=self._vendor,
            check_signature=check_signature,
            host=host,
            on_event=on_event,
        )
