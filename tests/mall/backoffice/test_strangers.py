"""Every page of every shop's office, from the table of addresses: nobody comes in who does not work there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from tests.mall.backoffice.offices import ARGUMENTS, furnish
from tests.mall.worlds import Cast
from tests.page_lines import lines

from minishop.chassis.jobs.models import Job
from minishop.chassis.web.actions import page_of


def office_routes() -> list[str]:
    table = next(found for found in get_resolver().url_patterns if str(found.pattern) == "office/<slug:code>/")
    assert isinstance(table, URLResolver)
    return sorted(_names(table))


def _names(table: URLResolver) -> Iterator[str]:
    for found in table.url_patterns:
        if isinstance(found, URLPattern):
            assert found.name, f"{found.pattern} has no name, so no test can reach it"
            yield found.name
        else:
            yield from _names(found)


ROUTES = office_routes()


@pytest.fixture
def office(cast: Cast) -> dict[str, str]:
    """Every address of haru's office; a page with arguments shows something that is there."""
    arguments = furnish(cast.haru)
    return {name: reverse(name, args=["haru", *(arguments[argument] for argument in ARGUMENTS.get(name, ()))]) for name in ROUTES}


@pytest.mark.parametrize("name", ROUTES)
def test_who_is_not_logged_in_is_asked_to(office: dict[str, str], client: Client, name: str) -> None:
    for answer in (client.get(office[name]), client.post(office[name])):
        assert (answer.status_code, answer.headers["location"]) == (302, f"/login/?next={office[name]}")


@pytest.mark.parametrize("name", ROUTES)
def test_for_a_stranger_it_does_not_exist(office: dict[str, str], stranger: Client, name: str) -> None:
    assert [stranger.get(office[name]).status_code, stranger.post(office[name]).status_code] == [404, 404]


@pytest.mark.parametrize("name", ROUTES)
def test_a_shop_that_is_not_there_is_the_same_answer(office: dict[str, str], owner: Client, name: str) -> None:
    assert owner.get(office[name].replace("/haru/", "/nirgendwo/")).status_code == 404


@pytest.mark.parametrize("name", ROUTES)
def test_who_works_there_or_runs_the_host_sees_it(cast: Cast, office: dict[str, str], name: str) -> None:
    """The addresses are right, so the strangers' 404 is a refusal. What only takes orders leads to its page."""
    answers = {}
    for who, account in {"owner": cast.owner, "staff": cast.staff, "operator": cast.operator}.items():
        client = Client()
        client.force_login(account)
        answers[who] = client.get(office[name], follow=True).status_code
    assert {who: status for who, status in answers.items() if status != 200} == {}


# Failed work may be over when somebody presses: then the page says so, also of another shop's.
ABOUT_WORK = ("retry-job", "discard-job")


# The argument of an application is its kind, which every shop has.
@pytest.mark.parametrize("name", [name for name in ROUTES if ARGUMENTS.get(name) and name not in ("entry-apply", *ABOUT_WORK)])
def test_what_belongs_to_one_shop_is_not_in_another(cast: Cast, office: dict[str, str], stranger: Client, name: str) -> None:
    """The stranger asks in an office of their own for what is haru's."""
    address = office[name].replace("/haru/", "/maru/")
    looked = stranger.get(address)
    assert looked.status_code == 404 or page_of(resolve(address).func)
    assert stranger.post(address).status_code == 404


@pytest.mark.parametrize("name", ABOUT_WORK)
def test_failed_work_of_one_shop_reads_in_another_like_none(office: dict[str, str], stranger: Client, name: str) -> None:
    address, before = office[name].replace("/haru/", "/maru/"), list(Job.objects.values())
    assert stranger.get(address).headers["Location"] == reverse("attention", args=["maru"])
    other = lines(stranger.post(address, follow=True))
    assert list(Job.objects.values()) == before
    Job.objects.all().delete()
    assert lines(stranger.post(address, follow=True)) == other
