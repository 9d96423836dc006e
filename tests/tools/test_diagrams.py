"""The diagrams are those of the tables."""

from __future__ import annotations

from tests.architecture.machines import machines

from tools import diagrams


def test_the_page_is_fresh() -> None:
    assert diagrams.PAGE.read_text(encoding="utf-8") == diagrams.page(), "run python -m tools.diagrams"


def test_every_machine_is_drawn_with_every_step() -> None:
    page = diagrams.page()
    drawn = [diagram.machine for diagram in diagrams.DIAGRAMS]
    assert all(any(machine is one for one in drawn) for machine in machines().values())
    for machine in drawn:
        assert all(f"[*] --> {state.value}" in page for state in machine.begins)
        for (state, event), target in machine.table.items():
            assert f"{state.value} --> {target.value}: {event.value}" in page
