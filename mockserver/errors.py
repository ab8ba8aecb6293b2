"""What the handles raise, to be caught by name::

    Exception
     ├── ControlError            a refusal in the words of a vendor or of the control API; ``status`` is its HTTP status
     ├── LookupError
     │    ├── UnknownSandbox     it was dropped
     │    ├── UnknownFault       the rule was removed, or is another sandbox's
     │    ├── UnknownSnapshot    it was dropped, or the sandbox was reset since
     │    └── UnknownDelivery    there is none of that number, or no longer
     ├── ValueError
     │    ├── BadOption          a sandbox's option is none of its kind
     │    ├── BadLimits, BadAutopilot, UnknownProfile, UnknownReading: an option names what does not exist
     │    ├── ClockError         no moment, or none that the clock can go to: time never goes back
     │    ├── BadRule            a fault rule, an expectation or a search of the journal that can never be met;
     │    │                   ``problems`` say where and why
     │    ├── BadScript, UnknownScript
     │    ├── EndpointGone       the webhook endpoint of a delivery was deleted
     │    └── TooManySnapshots
     ├── RuntimeError
     │    ├── NotInProcess       a client without a socket, of a server elsewhere
     │    └── WaitsForItself     a receiver asks, while it handles a webhook, for what waits for its answer
     ├── ConnectionError
     │    └── NoMockServer       nobody answers at that address, or somebody else
     └── WireFault               by ``test_client()``, in the place of a response that is lost on the wire

A ``journal.expect`` or a ``receiver.wait`` that fails raises AssertionError.
"""

from __future__ import annotations

from mockserver.control.errors import ControlError
from mockserver.core.autopilot import BadAutopilot
from mockserver.core.clock import ClockError
from mockserver.core.delivery import EndpointGone, UnknownDelivery
from mockserver.core.faults.active import UnknownFault
from mockserver.core.limits import BadLimits
from mockserver.core.profiles import UnknownProfile
from mockserver.core.rules import UnknownReading
from mockserver.core.sandbox import BadOption
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.core.snapshots import TooManySnapshots, UnknownSnapshot
from mockserver.core.wire_plan import WireFault
from mockserver.handles.answering import WaitsForItself
from mockserver.handles.channel import NotInProcess
from mockserver.handles.remote_channel import NoMockServer
from mockserver.scripting.errors import BadRule, BadScript, UnknownScript

__all__ = [
    "BadAutopilot",
    "BadLimits",
    "BadOption",
    "BadRule",
    "BadScript",
    "ClockError",
    "ControlError",
    "EndpointGone",
    "NoMockServer",
    "NotInProcess",
    "TooManySnapshots",
    "UnknownDelivery",
    "UnknownFault",
    "UnknownProfile",
    "UnknownReading",
    "UnknownSandbox",
    "UnknownScript",
    "UnknownSnapshot",
    "WaitsForItself",
    "WireFault",
]
