"""The sample shop is made once: an interrupted start goes on, and a whole one is left to its owner."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from minishop.cli import sample
from minishop.cli.story.steps import SAMPLE_STEPS


class Played:
    """Stands for the story: no step really opens a page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
        self.keys: list[str] = []
        self.installation: Any = SimpleNamespace(data=data)
        steps = tuple(SimpleNamespace(key=step.key, play_through=self._play(step.key)) for step in SAMPLE_STEPS)
        monkeypatch.setattr(sample, "SAMPLE_STEPS", steps)
        monkeypatch.setattr(sample, "create_operators", lambda _installation: None)
        monkeypatch.setattr(sample, "Story", lambda *_: _Open())

    def _play(self, key: str) -> Any:
        return lambda _story, within: self.keys.append(key)

    def make(self, *done: str) -> list[str]:
        if done:
            (self.installation.data / "sample.json").write_text(json.dumps(done), encoding="utf-8")
        sample.make_once(self.installation, stopped=lambda: False)
        return self.keys


class _Open:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Played:
    return Played(monkeypatch, tmp_path)


KEYS = [step.key for step in SAMPLE_STEPS]


def test_a_first_start_plays_every_step_and_the_next_one_none(played: Played) -> None:
    assert played.make() == KEYS
    assert json.loads((played.installation.data / "sample.json").read_text(encoding="utf-8")) == KEYS
    assert played.make() == KEYS


def test_an_interrupted_start_goes_on_after_the_login(played: Played) -> None:
    assert played.make(*KEYS[:3]) == [KEYS[0], *KEYS[3:]]


def test_a_sample_of_an_earlier_version_is_left_to_its_owner(played: Played) -> None:
    """It has the last step, and not those that were put before it since."""
    assert played.make(*KEYS[:3], KEYS[-1]) == []
