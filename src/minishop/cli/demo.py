"""``demo``: plays both stories against a running system, step by step, and stops at the first that fails."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from minishop.cli.installation import DEFAULT_PORT_BASE, SERVICES, Installation, default_installation, port_base
from minishop.cli.running import is_healthy
from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.people import Person, PlainPerson
from minishop.cli.story.steps import CLAIM_STEPS, STEPS
from minishop.cli.story.story import Step, Story, cast_of
from minishop.cli.words import padded, pick, refuse, say
from minishop.kernel.codes import readable_code

AfterStep = Callable[[int, Step, Story], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``demo``."""
    parser.add_argument(
        "--browser", action="store_true", help=pick("Chromium으로 하고 화면을 남김", "in Chromium, keeping screenshots")
    )
    parser.add_argument(
        "--port-base", type=port_base, default=DEFAULT_PORT_BASE, help=pick("up에 준 것과 같은 값", "the one given to up")
    )
    parser.add_argument("--domain", default="localhost", help=pick("up에 준 것과 같은 값", "the one given to up"))


def run(options: argparse.Namespace) -> int:
    """Returns 0 when the story ended well, 1 at the first step that did not."""
    installation = default_installation(port_base=options.port_base, domain=options.domain)
    for service in SERVICES:
        if not is_healthy(installation, service):
            url = installation.url(service)
            raise refuse(
                f"{url} 가 응답하지 않습니다. 먼저 ./minishop up 을 실행하세요.", f"{url} does not answer; run ./minishop up first."
            )
    cast = cast_of(readable_code(6).lower())
    with _players(installation, in_browser=options.browser) as (people, after), Story(installation, cast, people) as story:
        return play(story, after)


def play(story: Story, after: AfterStep) -> int:
    """Plays every step of both stories in order, printing each with its address and time, and what it told."""
    began, steps = time.monotonic(), (*STEPS, *CLAIM_STEPS)
    for number, step in enumerate(steps, start=1):
        step_began = time.monotonic()
        try:
            address = step.play(story)
        except (Unexpected, Unreachable) as problem:
            after(number, step, story)
            sys.stdout.write(f"{number:2}. {step.name}\n    {pick('실패', 'FAILED')}: {problem}\n")
            return 1
        sys.stdout.write(f"{number:2}. {padded(step.name, 58)} {time.monotonic() - step_began:5.1f} s  {address}\n")
        while story.told:
            sys.stdout.write(f"    {story.told.pop(0)}\n")
        sys.stdout.flush()
        after(number, step, story)
    say(
        f"두 이야기가 끝까지 갔습니다: {len(steps)}단계, {time.monotonic() - began:.1f}초.",
        f"Both stories went to their end: {len(steps)} steps, {time.monotonic() - began:.1f} s.",
    )
    return 0


@contextmanager
def _players(installation: Installation, *, in_browser: bool) -> Iterator[tuple[Callable[[str], Person], AfterStep]]:
    if not in_browser:
        yield lambda role: PlainPerson(), lambda number, step, story: None
        return
    from minishop.cli.checks.chromium import ensure_chromium
    from minishop.cli.installation import PROJECT
    from minishop.cli.setup.packages import setup_log
    from minishop.cli.story.pictures import at_chromium

    folder = installation.data / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with at_chromium(ensure_chromium(PROJECT, setup_log(PROJECT)), folder) as players:
        yield players
    say(f"화면: {folder}", f"Screenshots: {folder}")
