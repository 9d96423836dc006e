"""A step that is played again, since a process died in the middle of it, looks at what was done and does the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minishop.cli.installation import SERVICES, Installation
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import won
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.paying import fill_sheet
from minishop.cli.story.people import Attachment
from minishop.cli.story.stocking import add_pictures
from minishop.cli.story.story import Story, cast_of
from minishop.cli.story.wares import WARES

SAVE = (
    '<form><input name="price"><input name="description"><input name="maker"><input name="origin"><input name="recommended"></form>'
)


class Reader:
    """Sees the same page at each address, and counts what is sent."""

    def __init__(self, show: Callable[[str], str]) -> None:
        self.page = Page("about:blank", 0, "")
        self.sent: list[str] = []
        self._show = show

    def open(self, url: str) -> Page:
        self.page = Page(url, 200, self._show(url))
        return self.page

    def send(
        self, form: Form, values: dict[str, Value] | None = None, *, files: dict[str, Attachment] | None = None, button: str = ""
    ) -> Page:
        self.sent += [file.name for file in (files or {}).values()]
        self.page = Page(form.page_url, 200, f"저장했습니다. {self._show(form.page_url)}")
        return self.page

    def press_checkout_button(self) -> Page:
        raise NotImplementedError

    def leave(self) -> None:
        return


def story_of(reader: Reader) -> Story:
    return Story(Installation(Path(), dict.fromkeys(SERVICES, 8000)), cast_of("x"), lambda role: reader)


@pytest.mark.parametrize("there", [0, 1, 5])
def test_a_product_gets_each_picture_once(there: int) -> None:
    """A product takes ten pictures, and the first of the list has five."""
    seller = Reader(lambda url: SAVE + "".join(f'<form id="remove-{number}"></form>' for number in range(there)))
    add_pictures(story_of(seller))
    assert len(seller.sent) == sum(len(ware.drawings[there:]) for ware in WARES)


def test_a_sheet_is_filled_in_once_the_window_is_open() -> None:
    story = at_the_sheet(f'{won(cast_of("x").pay)} {cast_of("x").shop_name} <form><input name="card"></form>')
    fill_sheet(story)
    assert story.notes["card"] == story.notes["sheet"]


def test_a_sheet_whose_shop_is_still_asked_for_an_earlier_press_is_filled_in_again() -> None:
    """The answer to that press was lost; without the window's address the next step would have nowhere to pay."""
    with pytest.raises(Unexpected):
        fill_sheet(at_the_sheet("처리 중입니다"))


def at_the_sheet(shown: str) -> Story:
    story = story_of(Reader(lambda url: shown))
    story.notes["sheet"] = "http://checkout.localhost:8000/customer/order.nhn"
    return story
