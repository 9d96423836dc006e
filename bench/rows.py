"""The rows of the bench: what is measured, on which data, beside which baseline, and the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LOAD, LATER, BARE, INTAKE = "bench.load", "bench.later", "bench.bare", "bench.intake"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing.

    ``load`` names the user of ``bench.load`` that asks; ``seeds`` are calls of ``bench.seed`` (service, what, how many) made before;
    ``services`` are those whose web processes, with their databases, are counted. ``goal`` is CPU ms a request, None for a baseline;
    ``most`` is how many times its baseline a row may cost, ``patience`` the most wall ms that its slowest hundredth may take.
    ``program``: ``bench.load`` asks pages as people do, the others measure themselves: ``bench.later`` what a process of later work does,
    while the services' own workers stand still, ``bench.bare`` what rows cost that nobody asked a page for,
    ``bench.intake`` what collecting orders does.
    """

    name: str
    about: str
    load: str
    services: tuple[str, ...] = ("mall",)
    seeds: tuple[tuple[str, str, int], ...] = ()
    baseline: str = "health"
    goal: float | None = None
    users: int = 8
    program: str = _LOAD
    most: float | None = None
    patience: float | None = None

    @property
    def measures_itself(self) -> bool:
        """Whether the program reads the CPU that it spent; else it is read of the services, around the load."""
        return self.program != _LOAD


_PRODUCTS = ("mall", "products", 10_000)
_ORDERS = ("mall", "orders", 100_000)
_BOTH = ("mall", "checkout")
# The first product of those whose last piece is fought for; the product pages of other rows stand before it.
LAST_PIECES = 9_000
_TO_PAID = "from the press on the button to a paid order: sheet, pay, PG and back; the sandbox's PG is not counted"
ROWS = (
    Row("health", "/health/ of the mall: what the server and the framework take by themselves", "Health", baseline=""),
    Row(
        "health-both",
        "/health/ of mall and hub, one each: the same for what both have a hand in",
        "HealthOfBoth",
        ("mall", "checkout"),
        baseline="",
    ),
    Row(
        "product",
        "a product page, another one each time, in a shop of 10,000 products with 9 variants each",
        "ProductPage",
        seeds=(_PRODUCTS,),
        goal=5,
    ),
    Row("category", "a category of that shop", "CategoryPage", seeds=(_PRODUCTS,), goal=10),
    Row("search", "a search in that shop", "SearchPage", seeds=(_PRODUCTS,), goal=15),
    Row("cart", "the cart with three lines", "CartPage", seeds=(_PRODUCTS,), goal=5),
    Row("cart-add", "one more piece into the cart", "AddToCart", seeds=(_PRODUCTS,), goal=5),
    Row(
        "registration",
        "the press on the Checkout button: cart to order sheet's address, both ends",
        "Registration",
        ("mall", "checkout"),
        (_PRODUCTS,),
        "health-both",
        goal=3,
    ),
    Row(
        "bare-sale",
        "the rows that a sale leaves in hub and mall, inserted with nothing around them, as durably",
        "rows_of_a_sale",
        ("checkout",),
        (_PRODUCTS,),
        baseline="",
        users=1,
        program=BARE,
    ),
    Row("paid", _TO_PAID + ", eight at once", "PressToPaid", _BOTH, (_PRODUCTS,), "bare-sale", goal=20),
    Row("paid-one", _TO_PAID + ", one after the other", "PressToPaid", _BOTH, (_PRODUCTS,), "bare-sale", goal=20, users=1),
    Row(
        "hold-lost",
        "the press on pay for a last piece that somebody else holds: asked at the shop, and the page that says what is left",
        "LostHold",
        _BOTH,
        (_PRODUCTS, ("mall", "last_pieces", 8)),
        "health-both",
    ),
    Row("desk", "the order desk's first page at 100,000 orders", "OrderDesk", seeds=(_ORDERS,), goal=15, users=4),
    Row(
        "intake-rows",
        "the rows that collected orders leave, inserted into bare tables with the same indexes: an order",
        "rows_alone",
        baseline="",
        users=200,
        program=INTAKE,
    ),
    Row(
        "intake",
        "100,000 orders collected, 150,000 lines, pages of 300: an order",
        "collected",
        baseline="intake-rows",
        goal=0.125,
        most=3,
        users=100_000,
        program=INTAKE,
    ),
    Row(
        "intake-told",
        "the same, and the hub told that they were seen, 30 lines a call: an order",
        "acknowledged",
        baseline="intake-rows",
        goal=0.33,
        users=100_000,
        program=INTAKE,
    ),
    Row("job-few", "a job claimed and finished, 10 waiting", "one_by_one", baseline="", goal=1.5, users=10, program=LATER),
    Row("job", "the same, 10,000 waiting", "one_by_one", baseline="job-few", goal=1.5, users=10_000, program=LATER),
    Row("job-many", "the same, 1,000,000 waiting", "one_by_one", baseline="job", goal=1.5, most=2, users=1_000_000, program=LATER),
    Row(
        "jobs-few",
        "jobs claimed and finished 16 at a time, 10 waiting",
        "in_batches",
        baseline="",
        goal=0.15,
        users=10,
        program=LATER,
    ),
    Row("jobs", "the same, 10,000 waiting", "in_batches", baseline="jobs-few", goal=0.15, users=10_000, program=LATER),
    Row(
        "jobs-many", "the same, 1,000,000 waiting", "in_batches", baseline="jobs", goal=0.15, most=2, users=1_000_000, program=LATER
    ),
    Row("job-enqueue", "a job enqueued, 10,000 waiting", "enqueued", baseline="job", users=10_000, program=LATER),
    Row(
        "jobs-mixed",
        "100,000 empty jobs of all lines, due at once, claimed and run 16 at a time",
        "mixed",
        baseline="",
        goal=0.4,
        users=100_000,
        program=LATER,
    ),
    Row(
        "jobs-promoted",
        "100,000 jobs that become due at one instant, made ready 500 at a time",
        "promoted",
        baseline="",
        goal=0.1,
        users=100_000,
        program=LATER,
    ),
    Row(
        "polling",
        "100,000 idle shops, all due at once: what one costs, mall and hub; the wall figures are a hinted job's wait meanwhile",
        "polling",
        ("mall", "checkout"),
        (("mall", "polls", 100_000), ("checkout", "counters", 100_000)),
        baseline="",
        goal=0.2,
        patience=1_000,
        users=100_000,
        program=LATER,
    ),
    Row(
        "strangers",
        "2,000 calls to 200 good hosts of 20 ms, with 400 to 20 that hang and 100 to 5 that drip; the wall figures are the good ones'",
        "strangers",
        baseline="",
        patience=6_000,
        users=2_000,
        program=LATER,
    ),
    Row("idle", "a minute of the whole stack with nothing to do", "idle", baseline="", goal=1_400, users=0, program=LATER),
)


def chosen(names: Sequence[str]) -> list[Row]:
    """The rows of these names (all without any), each behind its baseline. Raises KeyError for a name that is none."""
    by_name = {row.name: row for row in ROWS}
    rows: dict[str, Row] = {}
    for name in names or by_name:
        row = by_name[name]
        for wanted in filter(None, (row.baseline, name)):
            rows[wanted] = by_name[wanted]
    return list(rows.values())
