"""What is done to an order with a PUT that needs no body, and is answered with 204.

Source: "Cancel an Order", "Un-Cancel an Order", "Pause an Order", "Release (Unpause) an Order", "Anonymize an Order".
"""

from __future__ import annotations

from collections.abc import Callable

from mockserver.core.operation import NO_CONTENT, Call, Handler, Result
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState


def _acting(action: Callable[[WhiplashState, Order, int], Order]) -> Handler:
    def handler(state: WhiplashState, call: Call) -> Result:
        action(state, order_by_id(state, call.path["order_id"]), state.clock.instant())
        return Result(None, status=NO_CONTENT)

    return handler


cancel_order = _acting(ordering.cancel)
uncancel_order = _acting(ordering.uncancel)
pause_order = _acting(ordering.pause)
release_order = _acting(ordering.release)
anonymize_order = _acting(ordering.anonymize)
