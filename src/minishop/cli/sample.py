"""The sample of a first start: operators by a command, a seller, a shop and a buyer through the same pages that people use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from minishop.cli.installation import Installation
from minishop.cli.preparation import last_line
from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import SAMPLE_STEPS
from minishop.cli.story.story import Cast, Story
from minishop.cli.words import refuse, say

SHOP = "haru"
_OPERATORS = {
    "mall": ["--email", PEOPLE.operator],
    "checkout": ["--login", PEOPLE.checkout_operator],
    "shopping": ["--email", PEOPLE.operator],
}


def create_operators(installation: Installation) -> None:
    """Makes the operators of the three services; those that are there are left as they are. Raises Refusal."""
    running = {}
    for service, login in _OPERATORS.items():
        environment = {**installation.environment(service), "MINISHOP_OPERATOR_PASSWORD": PEOPLE.password}
        log = installation.data / "log" / f"{service}-operator.log"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "django", "create_operator", *login]
            running[service] = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out), log
    for service, (process, log) in running.items():
        if process.wait():
            raise refuse(f"{service} 운영자를 만들지 못했습니다: {last_line(log)}", f"no operator of {service}: {last_line(log)}")


def make_once(installation: Installation, *, stopped: Callable[[], bool]) -> None:
    """Makes the sample on the first start of an installation, and goes on where an earlier start was stopped. One that was made whole by an
    earlier version is its owner's by now, and lacks what the sample has got since."""
    played = installation.data / "sample.json"
    done = json.loads(played.read_text(encoding="utf-8")) if played.is_file() else []
    if SAMPLE_STEPS[-1].key in done:
        return
    missing = [step for step in SAMPLE_STEPS if step.key not in done]
    say("예제 상점을 만듭니다 …", "Making the sample shop …")
    create_operators(installation)
    cast = Cast(SHOP, "하루상점", PEOPLE.seller, "김하루", PEOPLE.buyer, "이다온")
    with Story(installation, cast, lambda role: PlainPerson()) as story:
        first = SAMPLE_STEPS[0]  # the seller logs in there, also in a later start
        for step in [first, *(step for step in missing if step is not first)]:
            if stopped():
                return
            try:
                step.play_through(story, within=10)
            except (Unexpected, Unreachable) as problem:
                raise refuse(
                    f"예제 상점을 만들지 못했습니다({step.korean}): {problem}", f"no sample shop ({step.english}): {problem}"
                ) from None
            done = [*done, step.key]
            played.write_text(json.dumps(done), encoding="utf-8")
