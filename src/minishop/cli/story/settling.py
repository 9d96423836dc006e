"""Money at the end of the story: the PG's own books, what each claim gave back, and the reconciling of all of it."""

from __future__ import annotations

import subprocess
import sys

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import Refund, won
from minishop.cli.story.story import Story
from minishop.cli.words import pick


def expect_at_the_pg(story: Story, paid: int, standing: str) -> None:
    """The PG's own list has a payment of the shop over that amount, and says how it stands. Raises Unexpected."""
    page = story.operator.open(story.url("sandbox", "/pg/payments/"))
    page.expect(f"{story.cast.shop_name} 신용카드 {won(paid)} {standing}")


def note_refund(story: Story, korean: str, english: str, refund: Refund) -> None:
    """Tells what a claim gave back."""
    points = pick(f", 적립금 {won(refund.points)}", f", points {refund.points:,}") if refund.points else ""
    story.told.append(f"{pick(korean, english)}: {pick(f'카드 {won(refund.money)}', f'card {refund.money:,} won')}{points}")


def reconcile(story: Story) -> str:
    """대사: ledger, PG, orders and claims of the whole hub agree."""
    command = [sys.executable, "-m", "django", "reconcile"]
    environment = story.installation.environment("checkout")
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unexpected(f"reconcile: {done.stdout[-900:]} {done.stderr[-300:]}")
    story.told.append(f"reconcile: {done.stdout.strip()}")
    return story.url("checkout", "/center/reconcile/")
