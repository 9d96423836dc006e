"""수집 기록: when each partner's feed is due, and how each crawl went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce, Least

from minishop.chassis.tenancy import TenantRelation
from minishop.shopping.crawl.domain.schedule import CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import WARNINGS, FeedKind
from minishop.shopping.partners.models import PartnerModel


class Schedule(PartnerModel):
    """수집 일정: one row a partner, from its approval on. It is the lock under which a partner's crawls are applied.

    ``next_at``, when anything of it is due, is what the schedulers ask for. A feed that is handed out is due again later, lest it be lost.
    """

    next_full_at = models.DateTimeField()
    next_summary_at = models.DateTimeField(null=True)
    next_at = models.GeneratedField(
        expression=Least("next_full_at", Coalesce("next_summary_at", "next_full_at")),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    full_applied_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    # The crawl whose loss was held back, what the index had, and what the file; accepted_count: as few as this a person has agreed to,
    # of the crawl accepted_run, which is kept so that the same may be said again.
    held_run = models.BigIntegerField(null=True)
    held_standing = models.PositiveIntegerField(default=0)
    held_coming = models.PositiveIntegerField(default=0)
    accepted_count = models.PositiveIntegerField(null=True)
    accepted_run = models.BigIntegerField(null=True)
    last_applied_run = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="crawl_schedules_due"),
            models.Index(fields=["failing_since"], condition=models.Q(failing_since__isnull=False), name="crawl_schedules_failing"),
            models.Index(fields=["held_run"], condition=models.Q(held_run__isnull=False), name="crawl_schedules_held"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["partner"], name="crawl_one_schedule_a_partner")]


class CrawlRun(PartnerModel):
    """One crawl, written when it has ended. Tries in a row that failed in the same way share one row: ``tries`` counts them."""

    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in FeedKind])
    outcome = models.CharField(max_length=20, choices=[(o.value, o.value) for o in CrawlOutcome])
    reason = models.CharField(max_length=300, blank=True, default="")
    fault = models.CharField(max_length=24, blank=True, default="")
    at = models.DateTimeField()
    last_tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    size = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partner", "at"], name="crawl_runs_of_partner")]


class CrawlError(PartnerModel):
    """Something about one line of a crawled file; the first 200 refusals and 200 warnings of a crawl are kept."""

    run_id = models.BigIntegerField()
    run = TenantRelation(CrawlRun, "run_id", tenant="partner_id", related_name="errors")
    line = models.PositiveIntegerField()
    fault = models.CharField(max_length=24)
    column = models.CharField(max_length=40, blank=True, default="")
    product_code = models.CharField(max_length=50, blank=True, default="")
    value = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partner", "run_id", "line"], name="crawl_errors_of_run")]

    @property
    def is_warning(self) -> bool:
        """The line was taken all the same."""
        return self.fault in WARNINGS


class ToldReport(PartnerModel):
    """수집 결과 알림: what a partner's host was told last, or is being told, as the wire has it (``domain.report.Report``). One row a partner
    whose host wants to hear."""

    facts = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partner"], name="crawl_one_report_a_partner")]
