"""제안의 법칙: random orders and random claims, one after the other and in pairs (claims L4, L6, L8 to L14, one by one below)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checkout.claims.bought import JEJU, Item, coupon, fixed, free, general, growing, order, registered, rule

from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.proposing import claimed, others_hang_on, propose, stand
from minishop.checkout.claims.domain.standing import Standing
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault, Wanted, Way, facts_of, wanted_of
from minishop.checkout.orders.domain.contract import FeeMode, Rule, contract_of
from minishop.checkout.orders.domain.contract import facts_of as contract_facts
from minishop.checkout.orders.domain.shares import Discount, PartKind, Share
from minishop.checkout.orders.domain.tariff import Bought, PartKey
from minishop.kernel.won import total

PRICES = st.sampled_from([1, 2, 3, 99, 1_000, 8_000, 10_000, 15_000, 24_000, 49_999, 50_000])
PIECES = st.integers(1, 4)
ITEMS = st.one_of(
    st.builds(general, PRICES, PIECES),
    st.builds(free, PRICES, PIECES),
    st.builds(growing, PRICES, PIECES, st.sampled_from([1_500, 2_500]), st.sampled_from([1, 2, 4])),
    st.builds(fixed, PRICES, PIECES),
)
MODES = [mode for mode in FeeMode if mode is not FeeMode.FLAT]
FLAT = st.builds(registered, st.sampled_from([0, 2_500, 4_000]))
RULES = st.one_of(
    FLAT,
    st.builds(
        lambda mode, first, basis, own: replace(rule(mode, free_first=first), all_lines=basis, individual_fees=own),
        st.sampled_from(MODES), st.booleans(), st.booleans(), st.booleans(),
    ),
)  # fmt: skip
FAULTS = st.sampled_from(list(Fault))


LAW = settings(max_examples=min(60, settings().max_examples))


@st.composite
def orders(draw: st.DrawFn, rules: st.SearchStrategy[Rule] = RULES) -> Bought:
    """A paid order of up to four lines, some of one product, with a coupon over some, points up to all of it, perhaps to Jeju."""
    items = [
        replace(one, product=draw(st.sampled_from(["", one.fee.kind.value])))
        for one in draw(st.lists(ITEMS, min_size=1, max_size=4))
    ]
    first: dict[str, Item] = {}
    items = [replace(one, fee=first.setdefault(one.product, one).fee) if one.product else one for one in items]
    by, regional = draw(rules), draw(st.sampled_from([0, 0, 3_000]))
    discounts = _coupon(draw, items)
    whole = order(*items, by=by, discounts=discounts, regional=regional)
    left = int(total(share.amount - share.discount for share in shares_of(whole)))
    points = draw(st.sampled_from([0, min(left, 1_800), left])) if draw(st.booleans()) else draw(st.integers(0, left))
    return order(*items, by=by, discounts=discounts, regional=regional, points=points)


def _coupon(draw: st.DrawFn, items: Sequence[Item]) -> list[Discount]:
    over = draw(st.sets(st.sampled_from(range(len(items)))))
    most = sum(items[place].price * items[place].pieces for place in over)
    return [coupon(draw(st.integers(0, most)), *over, hub=draw(st.sampled_from([0, 7_000, 10_000])))] if over else []


def shares_of(bought: Bought) -> list[Share]:
    return [*bought.items, *bought.shipping.values()]


def paid(bought: Bought) -> tuple[int, int]:
    return int(total(share.money for share in shares_of(bought))), int(total(share.points for share in shares_of(bought)))


def given_back(proposals: Sequence[Proposal]) -> tuple[int, int]:
    return int(total(one.money for one in proposals)), int(total(one.points for one in proposals))


def net(proposal: Proposal) -> int:
    """What the buyer has after a claim more than before."""
    return int(proposal.total + proposal.fee_payments - proposal.to_pay)


def costs(proposal: Proposal) -> int:
    return int(total([*proposal.dues.values(), *proposal.fees.values()]))


@dataclass
class Life:
    """An order and what happens to it: claims of pieces that live, all carried or none of them; whatever has left stays so."""

    bought: Bought
    data: st.DataObject
    sends: bool = True
    faults: st.SearchStrategy[Fault] = FAULTS
    carried: frozenset[int] = frozenset()
    claims: list[Wanted] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.standing = Standing(self.bought)

    def steps(self) -> Iterator[tuple[Standing, Wanted, Proposal]]:
        """Claims until nothing lives, each with the order before it."""
        while any(self.standing.living):
            before, wanted = self.standing, self.next_claim()
            proposal, self.standing = claimed(before, wanted)
            self.claims.append(wanted)
            self.proposals.append(proposal)
            yield before, wanted, proposal

    def next_claim(self) -> Wanted:
        if self.sends:
            self.carried |= self.data.draw(st.frozensets(st.sampled_from(range(len(self.bought.items)))))
        return self.claim_on(self.standing)

    def claim_on(self, standing: Standing) -> Wanted:
        """Some living pieces of an order, named with whose fault it is."""
        living = {place: pieces for place, pieces in enumerate(standing.living) if pieces}
        first = self.data.draw(st.sampled_from(sorted(living)))
        alike = [place for place in living if (place in self.carried) == (first in self.carried)]
        named = {first} | self.data.draw(st.sets(st.sampled_from(alike)))
        lines = {place: self.data.draw(st.integers(1, living[place])) for place in sorted(named)}
        wanted = Wanted(ClaimKind.CANCEL, lines, self.data.draw(self.faults), self.carried)
        if first not in self.carried:
            return wanted
        way, pickup = self.data.draw(st.sampled_from(list(Way))), self.data.draw(st.sampled_from(["04524", JEJU]))
        return replace(wanted, kind=ClaimKind.RETURN, way=way, pickup=pickup)

    def run(self) -> Life:
        for _ in self.steps():
            pass
        return self


@LAW
@given(bought=orders(), data=st.data())
def test_no_more_comes_back_than_was_paid_and_nothing_is_negative(bought: Bought, data: st.DataObject) -> None:
    """claims L4, claims L6, claims L13: and the rows of each proposal add up to what the buyer gets less what they pay."""
    life = Life(bought, data)
    for _, _, proposal in life.steps():
        amounts = [
            proposal.money,
            proposal.points,
            proposal.to_pay,
            proposal.fee_payments,
            *proposal.dues.values(),
            *proposal.fees.values(),
        ]
        back = [*proposal.items.values(), *proposal.parts.values()]
        assert min([*amounts, *(getattr(share, name) for share in back for name in Share.__dataclass_fields__)]) >= 0
        assert total(row.amount for row in proposal.rows) == net(proposal)
        assert all(now <= ever for now, ever in zip(given_back(life.proposals), paid(bought), strict=True))
        assert total(one.fee_payments for one in life.proposals) <= total(one.to_pay for one in life.proposals)
        for key, share in bought.shipping.items():
            assert life.standing.charged(key) >= 0
            assert life.standing.part(key).back <= share.amount


@LAW
@given(bought=orders(), data=st.data())
def test_what_fails_leaves_no_more_to_be_given_back_than_was_paid(bought: Bought, data: st.DataObject) -> None:
    """claims L6, claims L7: a claim on which no later one hangs is given up, what those gave stands, and the rest is claimed after all."""
    life = Life(bought, data)
    for _ in life.steps():
        if data.draw(st.booleans()):
            break
    failed = data.draw(st.integers(0, len(life.claims) - 1))
    if not others_hang_on(bought, life.claims, failed):
        del life.claims[failed], life.proposals[failed]
        life.standing = stand(bought, life.claims)
        life.run()
        assert all(now <= ever for now, ever in zip(given_back(life.proposals), paid(bought), strict=True))
        assert total(one.fee_payments for one in life.proposals) <= total(one.to_pay for one in life.proposals)


@LAW
@given(bought=orders(), data=st.data())
def test_what_was_never_sent_comes_back_to_the_won(bought: Bought, data: st.DataObject) -> None:
    """claims L8: whoever's fault and in whatever order: money, points and what was paid for dues, shipping included."""
    life = Life(bought, data, sends=False).run()
    assert given_back(life.proposals) == paid(bought)
    assert total(one.fee_payments for one in life.proposals) == total(one.to_pay for one in life.proposals)
    assert sum((share for one in life.proposals for share in one.items.values()), Share()) == sum(bought.items, Share())


@LAW
@given(bought=orders(), data=st.data())
def test_a_seller_who_fails_in_all_gives_all_back(bought: Bought, data: st.DataObject) -> None:
    """claims L9."""
    life = Life(bought, data, faults=st.just(Fault.SELLER)).run()
    assert given_back(life.proposals) == paid(bought)
    assert sum(costs(one) for one in life.proposals) == 0


@LAW
@given(bought=orders(), data=st.data())
def test_the_buyers_fault_never_gives_more_than_the_sellers(bought: Bought, data: st.DataObject) -> None:
    """claims L10: nor more than nobody's, and nobody's no more than the seller's."""
    for before, wanted, _ in Life(bought, data).steps():
        buyer, nobody, seller = (
            net(claimed(before, replace(wanted, fault=fault))[0]) for fault in (Fault.BUYER, Fault.NOBODY, Fault.SELLER)
        )
        assert buyer <= nobody <= seller


@LAW
@given(bought=orders(), data=st.data())
def test_one_claim_of_two_things_gives_what_two_claims_give_but_for_the_way_back(bought: Bought, data: st.DataObject) -> None:
    """claims L11: the same fault, the same way; the one claim is the cheaper by return fees alone."""
    life = Life(bought, data)
    for before, wanted, proposal in life.steps():
        if not any(life.standing.living):
            return
        second = life.claim_on(life.standing)
        if second.kind is wanted.kind:
            second = replace(wanted, lines=second.lines)
            after, _ = claimed(life.standing, replace(second, carried=wanted.carried))
            both, _ = claimed(before, replace(wanted, lines=dict(Counter(wanted.lines) + Counter(second.lines))))
            fees = total([*proposal.fees.values(), *after.fees.values()]) - total(both.fees.values())
            assert net(both) - net(proposal) - net(after) == fees >= 0


@LAW
@given(bought=orders(), data=st.data())
def test_what_others_fail_in_never_makes_a_buyers_claim_dearer(bought: Bought, data: st.DataObject) -> None:
    """claims L12: seller's and nobody's claims on other lines, while a buyer's is open."""
    life = Life(bought, data)
    for before, wanted, _ in life.steps():
        mine = replace(life.claim_on(before), fault=Fault.BUYER)
        others = replace(wanted, fault=data.draw(st.sampled_from([Fault.SELLER, Fault.NOBODY])))
        if set(mine.lines).isdisjoint(others.lines):
            alone, (_, after) = claimed(before, mine)[0], claimed(before, others)
            assert costs(claimed(after, mine)[0]) <= costs(alone)


@LAW
@given(bought=orders(), data=st.data())
def test_claims_are_made_again_from_what_is_kept(bought: Bought, data: st.DataObject) -> None:
    """claims L14, E18: the order's contract and each claim's facts give every row again, whatever the shop says now."""
    life = Life(bought, data).run()
    tariff = replace(bought.tariff, contract=contract_of(json.loads(json.dumps(contract_facts(bought.tariff.contract)))))
    kept = [wanted_of(json.loads(json.dumps(facts_of(wanted)))) for wanted in life.claims]
    again = replace(bought, tariff=tariff)
    for place, proposal in enumerate(life.proposals):
        assert propose(again, kept[:place], kept[place]) == proposal
    assert stand(again, kept).parts == life.standing.parts


@LAW
@given(bought=orders(st.one_of(FLAT, st.builds(rule, st.just(FeeMode.ON_DELIVERY)))), data=st.data())
def test_a_flat_order_owes_nothing_for_what_is_kept(bought: Bought, data: st.DataObject) -> None:
    """E20: nor does one whose fee is paid at the door."""
    for proposal in Life(bought, data).run().proposals:
        assert proposal.dues == {}
        base = PartKey(PartKind.BASE)
        assert proposal.parts.get(base) in (None, bought.shipping.get(base))
