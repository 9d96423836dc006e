"""The diagrams are those of the tables."""

from __future__ import annotations

from tools import diagrams


def test_the_page_is_fresh() -> None:
    assert diagrams.PAGE.read_text(encoding="utf-8") == diagrams.page(), "run python -m tools.diagrams"


def test_every_step_of_every_table_is_drawn() -> None:
    page = diagrams.page()
    for machine in diagrams.MACHINES:
        for (state, event), target in machine.table.items():
            assert f"{state.value if state else '[*]'} --> {target.value}: {event.value}" in page
