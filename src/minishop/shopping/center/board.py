"""현황판: what the operator sees first, gathered from all capabilities in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from minishop.chassis.finding import Found
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.upkeep import dead_jobs
from minishop.chassis.tenancy import across_tenants
from minishop.chassis.ui.steps import MOST_COUNTED, Steps, as_counted, counted, step
from minishop.shopping.clicks.queries import clicks_since
from minishop.shopping.crawl.models import CrawlRun, Schedule
from minishop.shopping.crawl.queries import failing, held, is_anything_overdue, last_runs, schedules
from minishop.shopping.index.models import Document
from minishop.shopping.index.queries import document_counts
from minishop.shopping.partners.domain.states import State
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.queries import applications_waiting, decided_partners, find_partners, rejected_applications

_CLICK_DAYS = timedelta(days=7)
_REJECTED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner with what its row shows."""

    partner: Partner
    schedule: Schedule | None
    run: CrawlRun | None
    documents: int
    clicks: str

    @property
    def is_failing(self) -> bool:
        """The last crawl failed."""
        return self.schedule is not None and self.schedule.failing_since is not None

    @property
    def is_held(self) -> bool:
        """What the last file left out is still there."""
        return self.schedule is not None and self.schedule.held_run is not None

    @property
    def is_suspended(self) -> bool:
        """노출 중지."""
        return self.partner.state == State.SUSPENDED


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the first page of the centre: a page of each list, and how many there are of everything, as people read it."""

    word: str
    has_more: bool
    applications: Steps[Partner]
    partners: Steps[Partner]
    lines: Sequence[PartnerLine]
    rejected: Sequence[Partner]
    stuck_jobs: Sequence[Job]
    is_worker_missing: bool
    waiting: str
    listed: str
    failing: str
    held: str
    suspended: str
    documents: str


def board(asked: Mapping[str, str], now: datetime) -> Board:
    """What waits, what fails, who is listed; ``asked`` says which page of the lists, and by which word their rows are found."""
    word = asked.get("q", "").strip()
    found = find_partners(word) if word else Found(Partner.objects.all())
    partners = step(decided_partners(found.rows), asked)
    with across_tenants("the operator's counts"):
        failed, kept, documents = counted(failing()), counted(held()), counted(Document.objects.all())
    return Board(
        word=word,
        has_more=found.has_more,
        applications=step(applications_waiting(found.rows), asked, name="waiting-"),
        partners=partners,
        lines=_lines(partners.rows, now),
        rejected=list(rejected_applications()[:_REJECTED_SHOWN]),
        stuck_jobs=dead_jobs(at_most=_REJECTED_SHOWN),
        is_worker_missing=is_anything_overdue(now),
        waiting=counted(applications_waiting()),
        listed=counted(decided_partners()),
        failing=failed,
        held=kept,
        suspended=counted(decided_partners().filter(state=State.SUSPENDED)),
        documents=documents,
    )


def _lines(partners: Sequence[Partner], now: datetime) -> list[PartnerLine]:
    ids = [partner.id for partner in partners]
    due, runs, documents = schedules(ids), last_runs(ids), document_counts(ids)
    clicks = clicks_since(now - _CLICK_DAYS, ids, at_most=MOST_COUNTED)
    return [PartnerLine(p, due.get(p.id), runs.get(p.id), documents.get(p.id, 0), as_counted(clicks[p.id])) for p in partners]
