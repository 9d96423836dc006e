"""비밀번호 다시 만들기, 내 계정: a seller who forgot gets in again, and nobody else does (decision 0033)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.worlds import NOW, PASSWORD, Cast
from tests.reading import Page
from tests.sent_letters import Mailbox

from minishop.chassis.clock import now
from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.logins import links
from minishop.chassis.logins.domain import LIMITS, Kind
from minishop.chassis.logins.models import GuessCounter
from minishop.kernel.clock import utc_now
from minishop.mall.staff.models import Account
from minishop.mall.staff.services import receive_visitor

OWNER, NEW = "owner@mall.example", "새로-지은-긴-비밀번호"
FORGOTTEN = "/password/forgotten/"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr("minishop.chassis.messages.exchange", box.exchange)
    return box


def ask(client: Client, email: str = OWNER, **meta: Any) -> Any:
    answer = client.post(FORGOTTEN, {"email": email}, **meta)
    run_due(lambda: now() + timedelta(seconds=1))
    return answer


def logs_in(client: Client, password: str, email: str = OWNER) -> bool:
    return client.post("/login/", {"username": email, "password": password}).status_code == 302


def test_the_login_page_leads_to_a_letter_whose_link_makes_a_new_password(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    assert Page(client.get("/login/")).main.link("비밀번호를 잊으셨나요?") == FORGOTTEN
    answer = ask(client, "OWNER@mall.example")
    assert Page(client.get(answer["Location"])).says("그 이메일로 가입한 계정이 있으면 링크를 보냈습니다.")
    (letter,) = mailbox.to(OWNER)
    assert (letter["kind"], letter["subject"], letter["from"]) == (
        "mail",
        "[미니샵] 비밀번호 다시 만들기",
        "no-reply@mall.localhost",
    )
    assert "60분 동안 한 번만" in letter["text"]
    link = mailbox.link(OWNER)
    assert Page(client.get(link)).main.field("새 비밀번호").kind == "password"
    answer = client.post(link, {"password": NEW}, follow=True)
    assert Page(answer).says("비밀번호를 바꾸었습니다. 새 비밀번호로 로그인해 주세요.")
    assert (logs_in(Client(), PASSWORD), logs_in(Client(), NEW)) == (False, True)


def test_a_link_is_used_once_and_the_owner_is_told_of_it(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    ask(client)
    link = mailbox.link(OWNER)
    client.post(link, {"password": NEW})
    run_due(lambda: now() + timedelta(seconds=1))
    assert [letter["subject"] for letter in mailbox.to(OWNER)][1:] == ["[미니샵] 비밀번호가 바뀌었습니다"]
    for again in (client.get(link), client.post(link, {"password": "또-다른-긴-비밀번호"})):
        assert again.status_code == 410
        assert Page(again).main.link("링크 다시 받기") == FORGOTTEN
    assert logs_in(client, NEW)


def test_all_sessions_of_the_account_end_with_its_password(cast: Cast, owner: Client, client: Client, mailbox: Mailbox) -> None:
    ask(client)
    assert owner.get("/shops/").status_code == 200
    client.post(mailbox.link(OWNER), {"password": NEW})
    assert owner.get("/shops/").status_code == 302


def test_a_refused_password_uses_nothing_up(cast: Cast, client: Client, mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    ask(client)
    link = mailbox.link(OWNER)
    answer = client.post(link, {"password": "짧다"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["password"])
    assert link.partition("key=")[2] not in caplog.text
    assert client.post(link, {"password": NEW}).status_code == 302


@pytest.mark.parametrize(
    "email",
    ["nobody@mall.example", "gone@mall.example", "visitor@demo.invalid"],
    ids=["없는 계정", "닫힌 계정", "비밀번호 없는 계정"],
)
def test_an_e_mail_that_nobody_has_is_answered_alike_and_sent_nothing(
    cast: Cast, client: Client, mailbox: Mailbox, email: str
) -> None:
    Account.objects.filter(pk=cast.stranger.pk).update(email="gone@mall.example", is_active=False)
    receive_visitor(mark="visitor", now=NOW)
    answers = [client.post(FORGOTTEN, {"email": one}) for one in (email, OWNER)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == 2 * [(302, "/password/sent/")]
    assert Job.objects.count() == 2
    run_due(lambda: now() + timedelta(seconds=1))
    assert [letter["to"] for letter in mailbox.letters.values()] == [OWNER]


def test_no_row_holds_a_link(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    mailbox.answer = Answer(Outcome.UNREACHABLE, reason="away")
    ask(client)
    arguments = Job.objects.get().arguments
    assert set(arguments) == {"email", "language", "asked"}


@pytest.mark.parametrize(
    "key", ["", "1", "x.y", "9" * 30 + ".a-b", "１.a-b", "0.a-b"], ids=["없음", "번호만", "글자", "긴 번호", "전각", "없는 계정"]
)
def test_what_is_no_link_of_ours_leads_to_another_one(cast: Cast, client: Client, key: str) -> None:
    for address in ("/password/new/", "/account/email/confirmation/"):
        for answer in (client.get(address, {"key": key}), client.post(f"{address}?key={key}", {"password": NEW})):
            assert answer.status_code == 410
            assert Page(answer).main.link("링크 다시 받기") == FORGOTTEN


def test_a_link_ends_after_an_hour_and_with_a_login(
    cast: Cast, client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client)
    link = mailbox.link(OWNER)
    with monkeypatch.context() as later:
        later.setattr(links, "utc_now", lambda: utc_now() + timedelta(minutes=61))
        assert client.get(link).status_code == 410
    assert client.get(link).status_code == 200
    assert logs_in(Client(), PASSWORD)
    assert client.get(link).status_code == 410


def test_letters_to_one_e_mail_and_from_one_address_are_limited(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    free = LIMITS[Kind.LETTER].free
    for place in range(free):
        assert ask(client, REMOTE_ADDR=f"203.0.113.{place}").status_code == 302
    answer = ask(client, REMOTE_ADDR="203.0.113.99")
    assert answer.status_code == 422
    assert "1분 뒤에 다시 요청해 주세요" in str(answer.context["form"].non_field_errors())
    assert Page(answer).main.field("이메일").value == OWNER
    assert len(mailbox.letters) == free
    for place in range(LIMITS[Kind.ASKER].free):
        assert ask(client, f"p{place}@mall.example", REMOTE_ADDR="198.51.100.1").status_code == 302
    assert ask(client, "q@mall.example", REMOTE_ADDR="198.51.100.1").status_code == 422


def test_who_was_kept_waiting_by_guesses_gets_in_with_the_new_password(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    for _ in range(LIMITS[Kind.PAIR].free):
        assert not logs_in(client, "아니다")
    assert not logs_in(client, PASSWORD)
    GuessCounter.objects.filter(kind=Kind.ACCOUNT).update(closed_until=now() + timedelta(minutes=5))
    ask(client)
    client.post(mailbox.link(OWNER), {"password": NEW})
    assert logs_in(client, NEW)
    assert set(GuessCounter.objects.values_list("kind", flat=True)) == {"address", "letter", "asker"}


def test_letters_are_in_the_language_of_who_asks(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    ask(client, HTTP_ACCEPT_LANGUAGE="en")
    assert mailbox.to(OWNER)[0]["subject"] == "[Minishop] A new password"


def test_where_nothing_can_be_sent_the_page_says_so(cast: Cast, owner: Client, settings: Any) -> None:
    settings.SANDBOX = None
    for address in (FORGOTTEN, "/account/email/"):
        page = Page(owner.get(address)).main
        assert page.says("이 서비스는 아직 메일을 보내지 못합니다.")
        assert page.fields() == {}
    owner.post(FORGOTTEN, {"email": OWNER})
    assert not Job.objects.exists()


def test_a_seller_sees_and_changes_who_they_are(cast: Cast, owner: Client) -> None:
    page = Page(owner.get("/shops/"))
    assert page.parts("header")[0].link("내 계정") == "/account/"
    page = Page(owner.get("/account/")).main
    assert page.labelled("이메일").startswith(OWNER)
    assert (page.link("이메일 바꾸기"), page.link("비밀번호 바꾸기")) == ("/account/email/", "/account/password/")
    assert page.field("이름").value == "owner"
    answer = owner.post("/account/", {"name": "김하루", "phone": "01012345678", "language": "en"}, follow=True)
    assert Page(answer).says("저장했습니다.")
    account = Account.objects.get(pk=cast.owner.pk)
    assert (account.name, account.phone, account.language) == ("김하루", "010-1234-5678", "en")


def test_two_who_change_one_fact_of_an_account_are_shown_both(cast: Cast, owner: Client) -> None:
    shown = owner.get("/account/").context["form"].shown
    owner.post("/account/", {"name": "먼저", "phone": "", "language": "ko", "_shown": shown})
    answer = owner.post("/account/", {"name": "나중", "phone": "010-1234-5678", "language": "ko", "_shown": shown})
    assert answer.status_code == 409
    assert Page(answer).rows("서로 다른 값") == [{"항목": "이름", "지금 저장된 값": "먼저", "적으신 값": "나중"}]
    assert Account.objects.get(pk=cast.owner.pk).name == "먼저"


def test_a_changed_password_ends_the_other_sessions_and_not_this_one(cast: Cast, owner: Client, mailbox: Mailbox) -> None:
    elsewhere = Client()
    assert logs_in(elsewhere, PASSWORD)
    answer = owner.post("/account/password/", {"current_password": PASSWORD, "password": NEW}, follow=True)
    assert Page(answer).says("비밀번호를 바꾸었습니다. 다른 곳의 로그인은 모두 끝났습니다.")
    assert (owner.get("/shops/").status_code, elsewhere.get("/shops/").status_code) == (200, 302)
    assert logs_in(Client(), NEW)
    run_due(lambda: now() + timedelta(seconds=1))
    assert [letter["subject"] for letter in mailbox.to(OWNER)] == ["[미니샵] 비밀번호가 바뀌었습니다"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"current_password": "아니다", "password": NEW}, "current_password"),
        ({"current_password": PASSWORD, "password": "password123"}, "password"),
    ],
    ids=["지금 비밀번호 틀림", "흔한 새 비밀번호"],
)
def test_a_refused_change_says_why_beside_its_field(cast: Cast, owner: Client, sent: dict[str, str], field: str) -> None:
    answer = owner.post("/account/password/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert logs_in(Client(), PASSWORD)


def test_a_current_password_is_guessed_no_faster_than_at_the_login(cast: Cast, owner: Client) -> None:
    for _ in range(LIMITS[Kind.PAIR].free):
        owner.post("/account/password/", {"current_password": "아니다", "password": NEW})
    answer = owner.post("/account/password/", {"current_password": PASSWORD, "password": NEW})
    assert "분 뒤에 다시 시도해 주세요" in str(answer.context["form"].errors["current_password"])


def test_another_e_mail_counts_once_its_reader_has_confirmed_it(
    cast: Cast, owner: Client, client: Client, mailbox: Mailbox
) -> None:
    answer = owner.post("/account/email/", {"email": "Next@mall.example", "current_password": PASSWORD}, follow=True)
    assert Page(answer).says("next@mall.example(으)로 확인 메일을 보냈습니다.")
    run_due(lambda: now() + timedelta(seconds=1))
    link = mailbox.link("next@mall.example")
    page = Page(client.get(link)).main
    assert page.says("next@mall.example 을(를) 계정의 이메일로 씁니다.")
    assert Account.objects.get(pk=cast.owner.pk).email == OWNER
    assert page.button("이 이메일로 바꾸기").method == "post"
    assert client.post(link, {"sent": "1"}).status_code == 302
    assert logs_in(client, PASSWORD, "next@mall.example")
    run_due(lambda: now() + timedelta(seconds=1))
    assert mailbox.to(OWNER)[-1]["subject"] == "[미니샵] 이메일이 바뀌었습니다"
    assert client.get(link).status_code == 410


def test_a_new_password_ends_a_link_that_confirms_an_e_mail(cast: Cast, owner: Client, client: Client, mailbox: Mailbox) -> None:
    owner.post("/account/email/", {"email": "thief@mall.example", "current_password": PASSWORD})
    run_due(lambda: now() + timedelta(seconds=1))
    ask(client)
    client.post(mailbox.link(OWNER), {"password": NEW})
    assert client.post(mailbox.link("thief@mall.example"), {"sent": "1"}).status_code == 410
    assert Account.objects.get(pk=cast.owner.pk).email == OWNER


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": "staff@mall.example", "current_password": PASSWORD}, "email"),
        ({"email": "Owner@mall.example", "current_password": PASSWORD}, "email"),
        ({"email": "next@mall.example", "current_password": "아니다"}, "current_password"),
    ],
    ids=["남의 이메일", "지금 이메일", "비밀번호 틀림"],
)
def test_a_refused_e_mail_says_why_and_sends_nothing(cast: Cast, owner: Client, sent: dict[str, str], field: str) -> None:
    answer = owner.post("/account/email/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Job.objects.exists()


def test_an_e_mail_that_was_taken_meanwhile_is_refused(cast: Cast, owner: Client, client: Client, mailbox: Mailbox) -> None:
    owner.post("/account/email/", {"email": "next@mall.example", "current_password": PASSWORD})
    run_due(lambda: now() + timedelta(seconds=1))
    Account.objects.filter(pk=cast.stranger.pk).update(email="next@mall.example")
    answer = client.post(mailbox.link("next@mall.example"), {"sent": "1"})
    assert (answer.status_code, "이미 다른 계정이 쓰는 이메일입니다." in answer.content.decode()) == (422, True)
    assert Account.objects.get(pk=cast.owner.pk).email == OWNER
