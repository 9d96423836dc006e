"""PG 계약 변경: the one writer of contracts. Every step leaves a row that says who took it and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.errors import ReasonMissing
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.contracts import MACHINE, ContractEvent, ContractState, beginning_of
from minishop.checkout.payments.models import PgContract, PgContractEvent

HOST = "host"
# What a host tells of a contract: its ``means`` and ``partial_cancel``, each as far as it knows.
Terms = Mapping[str, Collection[str]]
NO_TERMS: Terms = MappingProxyType({})
_MOMENTS = {ContractState.LIVE: "live_at", ContractState.RETIRED: "retired_at"}


@transaction.atomic
def hand_over(*, merchant: Merchant, provider: str, mid: str, secret: str, terms: Terms = NO_TERMS, now: datetime) -> PgContract:
    """The hosting platform names the contract that the merchant's orders are to be paid through; in the merchant's scope.

    Before the merchant trades it is live at once; afterwards it waits for an operator and the present one goes on. Repeating
    it is harmless, other terms are another contract, naming the live one again withdraws what waited, and naming a third one
    replaces what waited.
    """
    approved = Merchant.objects.select_for_update().get(id=merchant.id).state == MerchantState.APPROVED
    live, waiting = _with_state(merchant, ContractState.LIVE), _with_state(merchant, ContractState.REQUESTED)
    if waiting is not None and _is(waiting, provider, mid, secret, terms):
        return waiting
    if waiting is not None:
        _step(waiting, ContractEvent.WITHDRAW, HOST, now)
    if live is not None and _is(live, provider, mid, secret, terms):
        return live
    event = beginning_of(is_approved=approved, has_live=live is not None)
    if live is not None and event is ContractEvent.HAND_OVER:
        _step(live, ContractEvent.REPLACE, HOST, now)
    begun = PgContract(merchant=merchant, provider=provider, mid=mid, secret=secret, terms=_stored(terms), requested_at=now)
    _step(begun, event, HOST, now)
    return begun


@transaction.atomic
def approve_contract(*, contract: PgContract, who: str, now: datetime) -> PgContract:
    """승인: the contract is live from now on, and the one before it is retired; in the merchant's scope.

    Approving it again changes nothing; raises IllegalTransition for one that was rejected or withdrawn.
    """
    locked = _lock(contract)
    if locked.state in (ContractState.LIVE, ContractState.RETIRED):
        return locked
    MACHINE.next_state(ContractState(locked.state), ContractEvent.APPROVE)
    live = _with_state(locked.merchant, ContractState.LIVE)
    if live is not None:
        _step(live, ContractEvent.REPLACE, who, now)
    _step(locked, ContractEvent.APPROVE, who, now)
    return locked


@transaction.atomic
def reject_contract(*, contract: PgContract, reason: str, who: str, now: datetime) -> PgContract:
    """반려: the present contract goes on. Raises ReasonMissing, or IllegalTransition for one that is or was live, or was withdrawn."""
    if not reason.strip():
        raise ReasonMissing
    locked = _lock(contract)
    if locked.state == ContractState.REJECTED:
        return locked
    _step(locked, ContractEvent.REJECT, who, now, reason.strip()[:300])
    return locked


def _lock(contract: PgContract) -> PgContract:
    # The merchant's row stands for all of its contracts: one of them changes at a time.
    Merchant.objects.select_for_update().get(id=contract.merchant_id)
    return PgContract.objects.select_related("merchant").get(merchant_id=contract.merchant_id, id=contract.id)


def _with_state(merchant: Merchant, state: ContractState) -> PgContract | None:
    return PgContract.objects.filter(merchant_id=merchant.id, state=state.value).first()


def _is(contract: PgContract, provider: str, mid: str, secret: str, terms: Terms) -> bool:
    return (contract.provider, contract.mid, contract.secret, contract.terms) == (provider, mid, secret, _stored(terms))


def _stored(terms: Terms) -> dict[str, list[str]]:
    return {name: sorted(means) for name, means in terms.items()}


def _step(contract: PgContract, event: ContractEvent, who: str, now: datetime, reason: str = "") -> None:
    before = ContractState(contract.state) if contract.state else None
    after = MACHINE.next_state(before, event)
    contract.state = after.value
    if after in _MOMENTS:
        setattr(contract, _MOMENTS[after], now)
    contract.save()
    PgContractEvent.objects.create(
        merchant_id=contract.merchant_id,
        contract_id=contract.id,
        event=event.value,
        from_state=before.value if before else "",
        to_state=after.value,
        actor=who[:80],
        reason=reason,
        at=now,
    )
