"""입점 심사: keys on approval, one open application a shop."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.shopping.worlds import NOON, application, applied, approved, reported

from minishop.kernel.machine import IllegalTransition
from minishop.shopping.partners.errors import AlreadyApplied, ReasonMissing
from minishop.shopping.partners.models import Operator, Partner
from minishop.shopping.partners.services import apply, approve, reject, resume, suspend


@pytest.mark.django_db
class TestReview:
    """The services under the database."""

    def test_the_same_key_makes_one_application(self) -> None:
        first, is_new = apply(application_key="k", application=application(), now=NOON)
        again, is_again_new = apply(application_key="k", application=application(shop_name="딴 이름"), now=NOON)
        assert (is_new, is_again_new, again.id, again.shop_name) == (True, False, first.id, "하루상점")

    def test_a_shop_has_one_open_application(self) -> None:
        first = applied()
        with pytest.raises(AlreadyApplied):
            apply(application_key="another", application=application(), now=NOON)
        assert list(Partner.objects.all()) == [first]

    def test_a_rejected_shop_applies_again(self) -> None:
        reject(partner=applied(), reason=" 사업자등록번호 확인 불가 ", now=NOON)
        _, is_new = apply(application_key="another", application=application(), now=NOON)
        assert is_new
        assert Partner.objects.get(state="rejected").reason == "사업자등록번호 확인 불가"

    def test_approval_gives_keys_once(self) -> None:
        partner = approve(partner=applied(), now=NOON)
        assert (partner.state, partner.decided_at) == ("approved", NOON)
        assert (partner.common_key[:2], len(partner.common_key)) == ("s_", 14)
        int(partner.common_key[2:], 16)
        with pytest.raises(IllegalTransition):
            approve(partner=partner, now=NOON)
        kept = Partner.objects.get()
        assert (kept.public_id, kept.common_key) == (partner.public_id, partner.common_key)

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_a_refusal_needs_a_reason(self, reason: str) -> None:
        partner = applied()
        with pytest.raises(ReasonMissing):
            reject(partner=partner, reason=reason, now=NOON)
        assert Partner.objects.get().state == "requested"
        with pytest.raises(ReasonMissing):
            suspend(partner=approve(partner=partner, now=NOON), fault=reason, now=NOON)
        assert Partner.objects.get().state == "approved"

    def test_suspended_and_resumed(self) -> None:
        partner = suspend(partner=approved(), fault="timed_out", reason="10 s", now=NOON)
        assert (partner.state, partner.fault, partner.reason, partner.suspended_at) == ("suspended", "timed_out", "10 s", NOON)
        assert resume(partner=partner).state == "approved"
        assert Partner.objects.values_list("fault", "reason", "suspended_at").get() == ("", "", None)


@pytest.mark.django_db
class TestCreateOperator:
    """The command that makes an operator."""

    def test_it_makes_one_account_however_often(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", "correct horse battery")
        for _ in range(2):
            call_command("create_operator", "--email", "Operator@shopping.example")
        assert Operator.objects.get().email == "operator@shopping.example"
        assert Operator.objects.get().check_password("correct horse battery")
        assert capsys.readouterr().out.split("\n")[:2] == ["created", "exists already, left as it is"]

    def test_a_weak_password_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", "short")
        with pytest.raises(CommandError):
            call_command("create_operator", "--email", "operator@shopping.example")
        assert not Operator.objects.exists()


@pytest.mark.django_db
def test_the_secret_of_a_hosts_reports_is_sealed() -> None:
    partner = reported()
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_secret FROM shopping_partners_partner")
        ((stored,),) = cursor.fetchall()
    assert stored.startswith("f1:")
    assert str(partner.report_secret) not in stored
