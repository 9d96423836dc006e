"""Later work as numbers for a collector, in the text format of Prometheus, at ``/metrics``.

Off until the installation sets a token. Every number is bounded: what grows is counted to ``MOST_COUNTED`` + 1, which means more.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from minishop.chassis.jobs import strangers, upkeep
from minishop.chassis.jobs.jumps import clock_jumps
from minishop.kernel.clock import utc_now


def metrics_page(is_operator: Callable[[HttpRequest], bool]) -> Callable[..., HttpResponse]:
    """The view of ``/metrics``, for whoever shows the installation's token, or is an operator; to everyone else it is not there."""

    @require_safe
    def metrics(request: HttpRequest) -> HttpResponse:
        if not (_shows_token(request) or is_operator(request)):
            raise Http404
        registry = CollectorRegistry()
        registry.register(_LaterWork())
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return metrics


class _LaterWork(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = utc_now()
        waiting = GaugeMetricFamily("minishop_jobs_waiting", "Jobs that may begin, by line.", labels=["pool", "line"])
        oldest = GaugeMetricFamily(
            "minishop_jobs_oldest_seconds", "How long the oldest of them has waited.", labels=["pool", "line"]
        )
        for each in upkeep.lines(true_now=now):
            names = [each.pool.name.lower(), each.line.name.lower()]
            waiting.add_metric(names, each.waiting)
            oldest.add_metric(names, each.oldest.total_seconds())
        says = "Processes that run jobs; silent: without a sign of life for a minute; gone: within a day."
        workers = GaugeMetricFamily("minishop_workers", says, labels=["state"])
        for standing, number in upkeep.count_workers(true_now=now).items():
            workers.add_metric([standing], number)
        yield from (waiting, oldest, workers)
        later = upkeep.not_yet()
        yield _number("minishop_jobs_later", "Jobs that wait for their next time, calendar apart.", later.all)
        yield _number("minishop_jobs_failing", "Those of them that have failed at least once.", later.failed)
        yield _number("minishop_jobs_dead", "Jobs that only a person can begin anew.", upkeep.count_dead())
        parked = strangers.count_parked(now, at_most=upkeep.MOST_COUNTED + 1)
        yield _number("minishop_hosts_parked", "Hosts of strangers that are left alone now.", parked)
        yield _number("minishop_clock_jumps", "Jumps of the machine's clock that nobody has marked as seen.", len(clock_jumps()))


def _number(name: str, says: str, value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)


def _shows_token(request: HttpRequest) -> bool:
    token: Any = settings.METRICS_TOKEN
    shown = request.headers.get("Authorization", "").encode("utf-8", "replace")
    return bool(token) and hmac.compare_digest(shown, f"Bearer {token}".encode())
