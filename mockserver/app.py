"""The composition root: vendors, edge and control in one Flask app."""

from __future__ import annotations

import weakref

from mockserver.control.binding import bind_control
from mockserver.core.delivery import Sender
from mockserver.core.operation import Vendor
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID, Sandboxes
from mockserver.delivery.sender import HttpSender
from mockserver.edge.binding import bind_vendors
from mockserver.edge.raw_path_flask import RawPathFlask
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.short_form import read_short_form
from mockserver.warpware import WARPWARE
from mockserver.whiplash import WHIPLASH

VENDORS: tuple[Vendor, ...] = (WARPWARE, WHIPLASH)


def open_sandboxes(
    defaults: SandboxOptions | None = None, *, open: bool = False, sender: Sender | None = None
) -> Sandboxes:
    """All vendors' sandboxes, with the default one made from *defaults*.

    Webhooks leave through *sender*; without one, by HTTP and to loopback only.

    Raises:
        UnknownProfile, UnknownReading, BadLimits, ClockError: the defaults name what does not exist.
    """
    sandboxes = Sandboxes(VENDORS, defaults, open=open, sender=sender or HttpSender())
    sandboxes.create(sandbox_id=DEFAULT_ID)
    return sandboxes


_apps: weakref.WeakKeyDictionary[Sandboxes, RawPathFlask] = weakref.WeakKeyDictionary()


def app_of(sandboxes: Sandboxes) -> RawPathFlask:
    """The app that serves *sandboxes* to callers in this process, the same one each time."""
    app = _apps.get(sandboxes)
    if app is None:
        app = _apps.setdefault(sandboxes, create_app(sandboxes))
    return app


def create_app(sandboxes: Sandboxes | None = None, *, control_token: str | None = None) -> RawPathFlask:
    """A WSGI app that serves *sandboxes*, or a fresh set with a default one.

    With *control_token*, calls below ``/_mock`` must bear it as ``Authorization: Bearer``.
    """
    if sandboxes is None:
        sandboxes = open_sandboxes()
    app = RawPathFlask("mockserver")
    reader = RuleReader(sandboxes.vendors)
    bind_vendors(app, sandboxes.vendors, sandboxes, read_faults=lambda text: read_short_form(text, reader))
    bind_control(app, sandboxes, control_token)
    return app
