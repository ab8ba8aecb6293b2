"""What a test arranges by a handle: orders, stock and items."""

from __future__ import annotations

import pytest

from client import Http, order_body
from handles.conftest import Make
from mockserver import ControlError, SandboxHandle, faults


def test_an_order_is_made_by_default_and_answered_as_get_answers_it(sandbox: SandboxHandle, client: Http) -> None:
    orders = sandbox.warpware.orders
    first, second = orders.create(), orders.create("ORDER-7", note="fragile", shipping_address={"zip": "90210"})
    assert first == client.get(f"/orders/{first['id']}").data == orders.get("ARRANGED-1") == orders.get(first)
    assert (first["status"], first["line_items"]) == ("pending", [{"sku": "WIDGET-RED-LG", "quantity": 1}])
    assert (second["external_id"], second["note"]) == ("ORDER-7", "fragile")
    assert (second["shipping_address"]["zip"], second["shipping_address"]["name"]) == ("90210", "Jane Smith")
    assert orders.all() == [first, second]


def test_an_order_is_walked_to_a_status(sandbox: SandboxHandle) -> None:
    orders = sandbox.warpware.orders
    failed = orders.move(orders.create("A"), "failed", error_message="no such SKU")
    assert (failed["status"], failed["error_message"]) == ("failed", "no such SKU")
    with pytest.raises(ControlError, match="from 'failed' it can go to: pending") as refused:
        orders.move("A", "shipped", walk=False)
    assert refused.value.status == 409


def test_refusals_have_the_vendors_words_and_say_what_is_known(sandbox: SandboxHandle) -> None:
    orders = sandbox.warpware.orders
    orders.create("A")
    with pytest.raises(ControlError, match="Order with this external_id already exists: A") as taken:
        orders.create("A")
    assert (taken.value.status, "rule warpware.orders.duplicate-external-id" in str(taken.value)) == (409, True)
    with pytest.raises(ControlError, match=r"line_items\[0\].quantity: must be a whole number"):
        orders.create(line_items=[{"sku": "A", "quantity": "2"}])
    with pytest.raises(ControlError, match=r"there is no field 'notes'; did you mean 'note'\?"):
        orders.create(notes="x")
    with pytest.raises(ControlError, match=r"there is no field 'line_items\[0\].skuu'; did you mean 'sku'\?"):
        orders.create(line_items=[{"skuu": "A", "quantity": 2}])
    with pytest.raises(ControlError, match="Order not found: B"):
        orders.get("B")
    with pytest.raises(TypeError, match=r"must be JSON: .* object"):
        orders.create(note=object())


def test_stock_is_what_it_is_set_to_and_its_sku_is_made(make: Make) -> None:
    sandbox = make(profile="demo")
    inventory = sandbox.warpware.inventory
    made = inventory.set("BRAND-NEW", 8)
    assert (made["quantity_available"], made["quantity_on_hand"], made["warehouse"]) == (8, 8, "East Coast DC")
    client = Http(sandbox.warpware.url, sandbox.warpware.headers())
    assert client.get("/inventory?sku=BRAND-NEW").data == [made]
    assert [product["inventory_count"] for product in client.get("/products?sku=BRAND-NEW").data] == [8]
    client.close()
    before = inventory.get("WIDGET-RED-LG")
    after = inventory.set("WIDGET-RED-LG", 3)
    assert (before["quantity_committed"] > 0, after["quantity_available"]) == (True, 3)
    assert after["quantity_committed"] == before["quantity_committed"]
    assert inventory.set("WIDGET-RED-LG", 0, warehouse="Attic")["status"] == "out_of_stock"
    assert inventory.get("WIDGET-RED-LG", warehouse="Attic")["quantity_available"] == 0
    assert inventory.get("WIDGET-RED-LG") == after
    with pytest.raises(ControlError, match="SKU not found: NOPE"):
        inventory.get("NOPE")
    with pytest.raises(ControlError, match="quantity: must be from 0"):
        inventory.set("BRAND-NEW", -1)


def test_whiplash_has_orders_and_items_to_arrange(make: Make) -> None:
    whiplash = make().whiplash
    client = Http(whiplash.url, whiplash.headers())
    plain = whiplash.orders.create()
    assert (plain["status"], plain) == (100, client.get(f"/orders/{plain['id']}").json)
    item = whiplash.items.create(sku="MUG", quantity=3)
    assert (item["quantity"], item) == (3, client.get(f"/items/{item['id']}").json)
    short = whiplash.orders.create(order_items=[{"sku": "MUG", "quantity": 5}], originator_id="S-1")
    assert (short["status"], short["originator_id"]) == (95, "S-1")
    assert whiplash.orders.move(plain, 300)["status"] == 300
    assert whiplash.orders.move(short["id"], "Closed by Originator", place=True)["status"] == 45
    assert [order["status"] for order in whiplash.orders.all()] == [300, 45]
    assert whiplash.orders.get(short)["id"] == short["id"]
    with pytest.raises(ControlError, match="Item not found: CUP"):
        whiplash.orders.create(order_items=[{"sku": "CUP"}])
    with pytest.raises(ControlError, match="there is no field 'originater_id'; did you mean 'originator_id'"):
        whiplash.orders.create(originater_id="1")
    with pytest.raises(ControlError, match="Order not found: 7"):
        whiplash.orders.get(7)
    client.close()


def test_arranging_is_no_call_of_the_client(make: Make) -> None:
    """It uses up no limit, is in no journal, meets no fault and shifts nothing of the calls that are tested."""

    def told(sandbox: SandboxHandle) -> bytes:
        client = Http(sandbox.warpware.url, sandbox.warpware.headers())
        order_id = client.post("/orders", order_body("TESTED")).data["id"]
        body = client.get(f"/orders/{order_id}").body
        client.close()
        return body

    arranged = make(limits={"warpware": {"requests": 2}})
    with arranged.faults.add(faults.status(503)) as fault:
        for _ in range(3):
            arranged.warpware.orders.move(arranged.warpware.orders.create(), "shipped")
        arranged.warpware.inventory.set("A", 1)
        arranged.whiplash.orders.create()
        assert (fault.seen, len(arranged.journal)) == (0, 0)
    assert told(arranged) == told(make())
    arranged.journal.expect("createOrder", exactly=1)
