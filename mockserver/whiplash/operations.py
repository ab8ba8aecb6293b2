"""Every Whiplash endpoint, one row each; those of items, shipnotices and web hooks in ``resource_operations.py``.

A row is id, method, path below ``/api`` without ``.json``, handler, the rule behind its success (without the
vendor's name), and what it takes: ``query`` and ``body`` are validators from ``schemas/``. A row without ``body``
reads none, which is right for actions (``PUT …/pause``). To add one:

- its schema, of the lenient fields of ``schemas/fields.py``: a subclass of ``ListSchema`` with an ``order_by`` for a
  list, of ``RecordSchema`` for a body; then ``QueryValidator(schema)`` or ``BodyValidator(schema, wrapper="order")``.
  Records in a record are ``Records(schema)``, and take the name ``…_attributes`` by themselves. What a body leaves out
  is not in ``call.body``; what it sets to null is None there.
- its handler, ``(state, call) -> Result``, a few lines: ``record`` finds what a path names, ``list_result`` answers
  a page. POST answers ``Result(view(row))``, which is 200; PUT and DELETE ``Result(None, status=NO_CONTENT)``; what
  is null in the document is ``Result(None)``.
- its refusals: errors of ``core/errors.py`` with the rule that refuses. ``errors.py`` has their status and body; one
  side of a reading that has another status is a rule of its own, named there in ``_OTHERWISE``.
- its path in ``openapi/whiplash-v1.yaml``, its rules in ``rules.yaml``, its tests.
"""

from __future__ import annotations

from mockserver.whiplash.handlers import warehouses
from mockserver.whiplash.resource_operations import RESOURCES
from mockserver.whiplash.rows import row as _row
from mockserver.whiplash.schemas import warehouse as warehouse_queries

OPERATIONS = (
    _row(
        "listWarehouses",
        "GET",
        "/warehouses",
        warehouses.list_warehouses,
        "warehouses.list",
        query=warehouse_queries.list_warehouses,
    ),
    _row("getWarehouse", "GET", "/warehouses/{warehouse_id}", warehouses.get_warehouse, "warehouses.get"),
    *RESOURCES,
)
