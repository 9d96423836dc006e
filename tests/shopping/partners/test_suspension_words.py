"""Why a partner is suspended: sentences that were stored become codes, and are told in the reader's language."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation
from tests.shopping.worlds import NOON, applied, approved

from minishop.shopping.crawl.domain.verdicts import FileFault
from minishop.shopping.crawl.labels import suspension_text
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import reject, suspend

KEPT = {
    "한국어, 코드": ("상품 정보를 3일 동안 받지 못했습니다. (timed_out)", ("timed_out", "")),
    "영어, 코드": ("No product data was received for 3 days. (empty_file)", ("empty_file", "")),
    "한국어, 사정": ("상품 정보를 3일 동안 받지 못했습니다. (HTTP 503 (busy))", ("no_feed", "HTTP 503 (busy)")),
    "영어, 사정": ("No product data was received for 3 days. (HTTP 503)", ("no_feed", "HTTP 503")),
    "사람이 적은 말": ("운영자가 멈춤", ("", "운영자가 멈춤")),
}
migration = import_module("minishop.shopping.partners.migrations.0002_suspended_for_a_fault")


@pytest.mark.django_db
@pytest.mark.parametrize(("sentence", "facts"), KEPT.values(), ids=KEPT)
def test_a_stored_sentence_becomes_a_fault(sentence: str, facts: tuple[str, str]) -> None:
    suspend(partner=approved(), fault="x", now=NOON)
    reject(partner=applied("maru"), reason=sentence, now=NOON)
    Partner.objects.filter(state="suspended").update(fault="", reason=sentence)
    for _twice in range(2):
        migration.faults_for_sentences(apps, SimpleNamespace(connection=connection))
    assert Partner.objects.values_list("fault", "reason").get(state="suspended") == facts
    assert Partner.objects.values_list("fault", "reason").get(state="rejected") == ("", sentence)


def test_the_migration_knows_every_fault_of_a_whole_file() -> None:
    assert {fault.value for fault in FileFault} | {"refused", "timed_out", "unreachable", "too_large"} == migration.FAULTS


THREE_DAYS = "No product data was received for 3 days."
SAID = {
    ("timed_out", ""): (
        "상품 정보를 3일 동안 받지 못했습니다. (상점이 제때 답하지 않았습니다)",
        f"{THREE_DAYS} (The shop did not answer in time)",
    ),
    ("refused", "HTTP 503"): (
        "상품 정보를 3일 동안 받지 못했습니다. (상점이 오류로 답했습니다 HTTP 503)",
        f"{THREE_DAYS} (The shop answered with an error HTTP 503)",
    ),
    ("no_feed", "HTTP 503"): ("상품 정보를 3일 동안 받지 못했습니다. (HTTP 503)", f"{THREE_DAYS} (HTTP 503)"),
    ("", "운영자가 멈춤"): ("운영자가 멈춤", "운영자가 멈춤"),
}


@pytest.mark.parametrize(("kept", "sentences"), SAID.items())
def test_a_suspension_is_told_in_the_readers_language(kept: tuple[str, str], sentences: tuple[str, str]) -> None:
    for language, sentence in zip(("ko", "en"), sentences, strict=True):
        with translation.override(language):
            assert suspension_text(*kept) == sentence
