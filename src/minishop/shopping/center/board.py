"""현황판: what the operator sees first, gathered from all capabilities in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.upkeep import dead_jobs
from minishop.shopping.clicks.queries import clicks_since
from minishop.shopping.crawl.models import CrawlRun, Schedule
from minishop.shopping.crawl.queries import is_overdue, last_runs, schedules
from minishop.shopping.index.queries import document_counts
from minishop.shopping.partners.domain.states import State
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.queries import applications_waiting, decided_partners, rejected_applications

_CLICK_DAYS = timedelta(days=7)
_REJECTED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner with what its row shows."""

    partner: Partner
    schedule: Schedule | None
    run: CrawlRun | None
    documents: int
    clicks: int

    @property
    def is_failing(self) -> bool:
        """The last crawl failed."""
        return self.schedule is not None and self.schedule.failing_since is not None

    @property
    def is_suspended(self) -> bool:
        """노출 중지."""
        return self.partner.state == State.SUSPENDED


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the first page of the centre."""

    applications: Sequence[Partner]
    lines: Sequence[PartnerLine]
    rejected: Sequence[Partner]
    stuck_jobs: Sequence[Job]
    is_worker_missing: bool

    @property
    def failing(self) -> int:
        """How many partners' feeds fail."""
        return sum(line.is_failing for line in self.lines)

    @property
    def suspended(self) -> int:
        """How many partners are not shown."""
        return sum(line.is_suspended for line in self.lines)

    @property
    def documents(self) -> int:
        """How many products there are in all."""
        return sum(line.documents for line in self.lines)


def board(now: datetime) -> Board:
    """What waits, what fails, who is listed."""
    due, runs, documents, clicks = schedules(), last_runs(), document_counts(), clicks_since(now - _CLICK_DAYS)
    lines = [PartnerLine(p, due.get(p.id), runs.get(p.id), documents.get(p.id, 0), clicks.get(p.id, 0)) for p in decided_partners()]
    return Board(
        applications=list(applications_waiting()),
        lines=lines,
        rejected=list(rejected_applications()[:_REJECTED_SHOWN]),
        stuck_jobs=dead_jobs(at_most=_REJECTED_SHOWN),
        is_worker_missing=any(is_overdue(line.schedule, now) for line in lines if line.schedule),
    )
