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


def test_whiplash_has_stock_to_arrange_and_an_unknown_sku_is_made(make: Make) -> None:
    whiplash = make().whiplash
    client = Http(whiplash.url, whiplash.headers())
    made = whiplash.inventory.set("MUG", 8)
    assert (made["sku"], made["warehouse_id"], made["quantity"], made["committed"], made["free"]) == ("MUG", 5, 8, 0, 8)
    assert client.get(f"/items/{made['item_id']}").json["quantity"] == 8
    order = whiplash.orders.create(order_items=[{"sku": "MUG", "quantity": 5}])
    assert (order["status"], whiplash.inventory.get("MUG")["free"]) == (100, 3)
    less = whiplash.inventory.set("MUG", 1)
    assert (less["quantity"], less["committed"], less["free"]) == (6, 5, 1)
    moves = client.get(f"/items/{made['item_id']}/transactions").json
    assert [(move["quantity"], move["description"]) for move in moves] == [(-2, "Counted"), (8, "Counted")]
    assert whiplash.inventory.set("MUG", 1) == less
    assert client.get(f"/items/{made['item_id']}/transactions").json == moves
    client.close()


def test_an_order_that_waits_takes_of_the_stock_that_is_set(make: Make) -> None:
    whiplash = make().whiplash
    whiplash.items.create("MUG")
    order = whiplash.orders.create(order_items=[{"sku": "MUG", "quantity": 5}])
    assert order["status"] == 95
    stock = whiplash.inventory.set("MUG", 8)
    assert whiplash.orders.get(order)["status"] == 100
    assert (stock["quantity"], stock["committed"], stock["free"]) == (8, 5, 3)


def test_stock_of_another_warehouse_is_set_by_its_id_and_the_newest_of_a_sku_is_meant(make: Make) -> None:
    whiplash = make(profile="demo").whiplash
    whiplash.items.create("TWICE")
    newest = whiplash.items.create("TWICE")["id"]
    elsewhere = whiplash.inventory.set("TWICE", 4, warehouse_id=8)
    assert (elsewhere["item_id"], elsewhere["warehouse_id"], elsewhere["free"]) == (newest, 8, 4)
    assert whiplash.inventory.get("TWICE", warehouse_id=8) == elsewhere
    assert whiplash.inventory.get("TWICE")["free"] == 0


def test_stock_that_cannot_be_is_refused(make: Make) -> None:
    inventory = make().whiplash.inventory
    with pytest.raises(ControlError, match="Item not found: NOPE"):
        inventory.get("NOPE")
    with pytest.raises(ControlError, match=r"quantity: must be from 0 to 1000000000, not -1"):
        inventory.set("MUG", -1)
    with pytest.raises(ControlError, match="Warehouse not found: 99"):
        inventory.set("MUG", 1, warehouse_id=99)
    with pytest.raises(ControlError, match="Item not found: MUG"):  # what was refused has made nothing
        inventory.get("MUG")
    with pytest.raises(ControlError, match="warehouse_id: must be a whole number, not 'Nowhere'"):
        inventory.set("MUG", 1, warehouse_id="Nowhere")  # type: ignore[arg-type]  # the mistake


def test_no_more_units_are_set_than_a_warehouse_holds_beside_what_is_committed(make: Make) -> None:
    whiplash = make().whiplash
    for _ in range(2):
        whiplash.inventory.set("MUG", 10**9)
        whiplash.orders.create(order_items=[{"sku": "MUG", "quantity": 10**9}])
    with pytest.raises(ControlError, match="must be at most 147483647 beside the 2000000000 that are committed"):
        whiplash.inventory.set("MUG", 147483648)
    assert whiplash.inventory.get("MUG")["quantity"] == 2 * 10**9
    assert whiplash.inventory.set("MUG", 147483647)["quantity"] == 2**31 - 1


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
        arranged.whiplash.inventory.set("A", 1)
        arranged.whiplash.orders.create()
        assert (fault.seen, len(arranged.journal)) == (0, 0)
    assert told(arranged) == told(make())
    arranged.journal.expect("createOrder", exactly=1)
