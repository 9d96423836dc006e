"""A running installation: its processes under one supervisor, and the wait until all of them answer."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable

from minishop.cli.installation import SERVICES, WITH_WORKER, Installation, web_command, worker_command
from minishop.cli.preparation import last_line
from minishop.cli.processes import Child, Supervisor
from minishop.cli.words import refuse

PATIENCE = 60.0


def children_of(installation: Installation) -> list[Child]:
    """The four web processes and the three workers, not yet started."""
    logs = installation.data / "log"
    web = [
        Child(service, web_command(installation, service), installation.environment(service), logs / f"{service}.log")
        for service in SERVICES
    ]
    workers = [
        Child(f"{service}-worker", worker_command(), installation.environment(service), logs / f"{service}-worker.log")
        for service in WITH_WORKER
    ]
    return [*web, *workers]


def wait_until_ready(installation: Installation, supervisor: Supervisor, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Returns once every service answers its ``/health/``. Raises Refusal, with the log's last line, for one that does not."""
    deadline = time.monotonic() + PATIENCE
    waiting = list(SERVICES)
    while waiting and not stopped():
        waiting = [service for service in waiting if not is_healthy(installation, service)]
        if not waiting:
            return
        dead = [child for child in supervisor.children if child.name == waiting[0] and not child.alive]
        if dead or time.monotonic() > deadline:
            log = installation.data / "log" / f"{waiting[0]}.log"
            raise refuse(
                f"{waiting[0]} 서비스가 뜨지 않았습니다: {last_line(log)} (자세히: {log})",
                f"{waiting[0]} did not come up: {last_line(log)} (details: {log})",
            )
        time.sleep(0.1)


def is_healthy(installation: Installation, service: str) -> bool:
    """Whether the service answers, and reaches its database."""
    port = installation.ports[service]
    address = "127.0.0.1" if installation.bind in ("127.0.0.1", "0.0.0.0", "::") else installation.bind
    connection = http.client.HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": f"{service}.{installation.domain}:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
