"""확인: schedulers that are processes of their own ask a real hub about each shop once a turn, however many they are (R42)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.forked import nursery_of, until
from tests.mall.channel import round_nursery
from tests.mall.channel.many import ManyHub, change, make_polls, polls

from minishop.chassis.jobs.models import Job, Worker
from minishop.chassis.jobs.queue import millis
from minishop.kernel.clock import utc_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections", "socket_enabled")]
SHOPS, CHANGED, SCHEDULERS = 2_000, 20, 4
# How long a question waits for company, in seconds: the first as long as a call may take.
FIRST, OTHERS = 4.0, 0.02


@dataclass
class ServedHub(ManyHub):
    """The hub behind a port. ``most`` is how many questions it had before it at once."""

    most: int = 0
    before_it: int = 0
    meeting: threading.Condition = field(default_factory=threading.Condition)

    def answer(self, url: str, content: bytes) -> bytes:
        """Answers one question, once another has come or it has waited for one."""
        with self.meeting:
            self.before_it += 1
            self.meeting.notify_all()
            self.meeting.wait_for(lambda: self.before_it > 1, OTHERS if self.most > 1 else FIRST)
            self.most = max(self.most, self.before_it)
        said = self("POST", url, content=content, headers={})
        with self.meeting:
            self.before_it -= 1
        return said.body


@pytest.fixture
def hub() -> Iterator[tuple[ServedHub, str]]:
    """A hub, and its address."""
    hub = ServedHub(feeds={f"np_{number}": 6 for number in range(CHANGED)})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # the server calls it so
            body = hub.answer(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield hub, f"http://checkout.localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def beaten() -> dict[int, int]:
    """How often each scheduler has beaten: every half second in here."""
    return dict(Worker.objects.values_list("id", "beats"))


def test_schedulers_of_their_own_processes_ask_about_each_shop_once_a_turn(hub: tuple[ServedHub, str], tmp_path: Path) -> None:
    """R42."""
    asked, address = hub
    make_polls(SHOPS, due_at=millis(utc_now()) + 300_000)
    with nursery_of(round_nursery, tmp_path, {"CHECKOUT_API_URL": address}) as nursery:
        for _ in range(SCHEDULERS):
            nursery.start(["scheduler"])
        until(lambda: Worker.objects.count() == SCHEDULERS)
        due = millis(utc_now())
        change(due_at=due)
        until(lambda: len(asked.asked) == SHOPS and min(poll.due_at for poll in polls().values()) > due + 100_000)
        beats = beaten()
        until(lambda: all(count > beats[worker] + 2 for worker, count in beaten().items()))  # a round or more: they would ask again
    assert set(asked.asked.values()) == {1}
    assert asked.most > 1
    assert Job.objects.count() == CHANGED
