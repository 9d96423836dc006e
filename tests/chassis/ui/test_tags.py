"""Amounts, days, icons and page links as pages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from lucide import IconDoesNotExist

from minishop.chassis.ui.templatetags.ui import business_number, day, icon, moment, number, till, won
from minishop.kernel.won import Won

LATE = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past midnight in Seoul, the next day


@pytest.mark.parametrize(
    ("amount", "shown"), [(Won(12000), "12,000원"), (Won(0), "0원"), (Won(-500), "−500원"), (999, "999원"), (None, "")]
)
def test_won(amount: int | None, shown: str) -> None:
    assert won(amount) == shown


def test_days_and_moments_are_seouls() -> None:
    assert (day(LATE), moment(LATE)) == ("2026.11.24", "2026.11.24 00:30")
    assert (day(date(2026, 1, 2)), day(None), moment(None)) == ("2026.01.02", "", "")
    assert (number(12000), number(None)) == ("12,000", "")


def test_what_ends_at_midnight_ends_with_its_last_day() -> None:
    new_year = datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert (till(new_year), till(LATE), till(None)) == ("2026.12.31", "2026.11.24 00:30", "")


def test_a_business_number_is_read_in_its_three_parts() -> None:
    assert [business_number(one) for one in ("1234567891", "123456789", "", "12345678x1")] == [
        "123-45-67891",
        "123456789",
        "",
        "12345678x1",
    ]


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day(LATE.replace(tzinfo=None))


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("truck")
    assert 'role="img"' in icon("truck", label="배송")
    assert "<script>" not in icon("truck", label='"><script>')
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


def test_page_links_keep_the_rest_of_the_address() -> None:
    shown = _links("/?q=니트&page=2", pages=5, at=2)
    assert 'href="?q=%EB%8B%88%ED%8A%B8&amp;page=3"' in shown
    assert shown.count('aria-current="page"') == 1
    assert 'rel="prev"' in shown


def test_one_page_needs_no_links() -> None:
    assert "<nav" not in _links("/", pages=1, at=1)


def _links(address: str, *, pages: int, at: int) -> str:
    page = Paginator(range(pages), 1).page(at)
    template = Template("{% paginate page %}")
    return template.render(Context({"page": page, "request": RequestFactory().get(address)}))
