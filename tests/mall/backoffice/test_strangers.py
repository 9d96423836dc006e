"""Every page of every shop's office, from the table of addresses: nobody comes in who does not work there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from tests.mall.backoffice.offices import ARGUMENTS, furnish
from tests.mall.worlds import Cast
from tests.one_world import expect_each
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


def test_who_is_not_logged_in_is_asked_to(office: dict[str, str], client: Client) -> None:
    def look(address: str) -> None:
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.headers["location"]) == (302, f"/login/?next={address}")

    expect_each(office, look)


def test_for_a_stranger_it_does_not_exist(office: dict[str, str], stranger: Client) -> None:
    def look(address: str) -> None:
        assert [stranger.get(address).status_code, stranger.post(address).status_code] == [404, 404]

    expect_each(office, look)


def test_a_shop_that_is_not_there_is_the_same_answer(office: dict[str, str], owner: Client) -> None:
    def look(address: str) -> None:
        assert owner.get(address.replace("/haru/", "/nirgendwo/")).status_code == 404

    expect_each(office, look)


@pytest.mark.parametrize("who", ["owner", "staff", "operator"])
def test_who_works_there_or_runs_the_host_sees_it(cast: Cast, office: dict[str, str], client: Client, who: str) -> None:
    """The addresses are right, so the strangers' 404 is a refusal. What only takes orders leads to its page."""
    client.force_login(getattr(cast, who))

    def look(address: str) -> None:
        assert client.get(address, follow=True).status_code == 200

    expect_each(office, look)


# Failed work may be over when somebody presses: then the page says so, also of another shop's.
ABOUT_WORK = ("retry-job", "discard-job")
# The argument of an application is its kind, which every shop has.
OF_ONE_SHOP = {name for name in ROUTES if ARGUMENTS.get(name)} - {"entry-apply", *ABOUT_WORK}


def test_what_belongs_to_one_shop_is_not_in_another(office: dict[str, str], stranger: Client) -> None:
    """The stranger asks in an office of their own for what is haru's."""

    def look(harus: str) -> None:
        address = harus.replace("/haru/", "/maru/")
        looked = stranger.get(address)
        assert looked.status_code == 404 or page_of(resolve(address).func)
        assert stranger.post(address).status_code == 404

    expect_each({name: office[name] for name in sorted(OF_ONE_SHOP)}, look)


@pytest.mark.parametrize("name", ABOUT_WORK)
def test_failed_work_of_one_shop_reads_in_another_like_none(office: dict[str, str], stranger: Client, name: str) -> None:
    address, before = office[name].replace("/haru/", "/maru/"), list(Job.objects.values())
    assert stranger.get(address).headers["Location"] == reverse("attention", args=["maru"])
    other = lines(stranger.post(address, follow=True))
    assert list(Job.objects.values()) == before
    Job.objects.all().delete()
    assert lines(stranger.post(address, follow=True)) == other
