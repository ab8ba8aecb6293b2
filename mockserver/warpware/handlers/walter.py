"""Questions in plain English. Source: "Walter AI"."""

from __future__ import annotations

from mockserver.core.errors import Unavailable
from mockserver.core.operation import Call, Result
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.walter.answers import answer
from mockserver.warpware.walter.question import understand


def ask_walter(state: WarpWareState, call: Call) -> Result:
    """Nothing that was asked before matters, nor does ``context``.

    Raises:
        Unavailable: the account is one without Walter.
    """
    # Ambiguous: warpware.walter
    if state.readings["warpware.walter"] == "disabled":
        raise Unavailable("warpware.walter.disabled", "Walter AI is not enabled for this account")
    reply = answer(state, understand(call.body["query"], state.clock.now()))
    data = {"response": reply.text, "tool_calls": reply.tool_calls, "client_id": state.account.client_id}
    return Result(data, rule=reply.rule)
