"""What the server says of itself: health, the ledger, the OpenAPI documents."""

from __future__ import annotations

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.core import resources
from mockserver.core.rules import load_ledger, nearest
from mockserver.core.version import VERSION
from mockserver.core.yaml_text import load_yaml


def get_health(call: ControlCall) -> ControlAnswer:
    return ControlAnswer({"status": "ok", "version": VERSION, "sandboxes": len(call.sandboxes)})


def get_index(call: ControlCall) -> ControlAnswer:
    """Where to go from the address that the greeting names."""
    return ControlAnswer(
        {
            "calls": f"{call.base_url}/_mock/openapi/control",
            "sandboxes": f"{call.base_url}/_mock/sandboxes",
            "rules": f"{call.base_url}/_mock/rules",
            "readings": f"{call.base_url}/_mock/readings",
            "urls": {vendor.name: call.base_url + vendor.prefix for vendor in call.sandboxes.vendors},
        }
    )


def list_rules(call: ControlCall) -> ControlAnswer:
    vendor, basis = call.query.get("vendor"), call.query.get("basis")
    names = [known.name for known in call.sandboxes.vendors]
    if vendor is not None and vendor not in names:
        raise ControlError(400, f"vendor: there is no vendor {vendor!r}{nearest(vendor, names)}")
    rules = [
        rule.as_json()
        for known in call.sandboxes.vendors
        if vendor in (None, known.name)
        for rule in load_ledger(known.ledger).rules.values()
        if basis in (None, rule.basis)
    ]
    return ControlAnswer({"rules": rules})


def list_readings(call: ControlCall) -> ControlAnswer:
    ledgers = [load_ledger(vendor.ledger) for vendor in call.sandboxes.vendors]
    return ControlAnswer(
        {"readings": [reading.as_json() for ledger in ledgers for reading in ledger.readings.values()]}
    )


def get_openapi(call: ControlCall) -> ControlAnswer:
    """A document as YAML, or as JSON where the name ends in ``.json``."""
    name, _, kind = call.path["name"].partition(".")
    names = sorted(path.stem for path in resources.openapi().glob("*.yaml"))
    if name not in names or kind not in ("", "yaml", "json"):
        raise ControlError(404, f"there is no OpenAPI document {call.path['name']!r}{nearest(name, names)}")
    text = resources.openapi(name).read_text("utf-8")
    if kind == "json":
        return ControlAnswer(load_yaml(text))
    return ControlAnswer(text.encode(), content_type="application/yaml")
