"""The receipt: rows with their reasons and signs."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.template import Context, Template

from minishop.chassis.ui.bills import BillRow, Tone
from minishop.kernel.won import Won

ROWS = [
    BillRow("물결 그릇", Won(24_000)),
    BillRow("쿠폰 할인 <몫>", Won(-1_165), "3,000원의 몫", Tone.LOST),
    BillRow("돌려받을 금액", Won(22_835), tone=Tone.SUM),
    BillRow("카드 취소로", Won(22_136), tone=Tone.PAY),
]


def test_each_row_has_its_words_its_reason_and_its_sign() -> None:
    page = BeautifulSoup(Template("{% bill rows %}").render(Context({"rows": ROWS})), "html.parser")
    shown = [(row.dt.get_text(" ", strip=True), row.dd.get_text(), row.get("class")) for row in page.select("dl.bill > div")]  # type: ignore[union-attr]
    assert shown == [
        ("물결 그릇", "24,000원", None),
        ("쿠폰 할인 <몫> 3,000원의 몫", "−1,165원", ["bill-lost"]),
        ("돌려받을 금액", "22,835원", ["bill-sum"]),
        ("카드 취소로", "22,136원", ["bill-pay"]),
    ]
