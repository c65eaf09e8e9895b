"""True out-of-pocket costs (TrOOP): what counts toward the threshold."""

from __future__ import annotations

from finder.domain.claim import OtherPayerKind
from finder.domain.money import BasisPoints, Cents, share_of
from finder.rules.registry import law


@law
def incurred_costs(owed: Cents, standard_share: Cents) -> Cents:
    """What the enrollee owes counts toward the threshold, with what Extra Help, a state program or charity pays of it. 42 CFR 423.100."""
    return owed


def up_to_threshold(credit: Cents, troop: Cents, threshold: Cents) -> Cents:
    """The part of a credit that counts: TrOOP stops at the threshold."""
    left = threshold - troop
    return credit if credit < left else max(left, 0)


@law
def enhanced_plan_credit(owed: Cents, standard_share: Cents) -> Cents:
    """From 2025 a claim in an enhanced plan counts the greater of what the enrollee owes and the defined standard share of the same
    claim. 42 USC 1395w-102(b)(4)(C)(iii) (choice: measured claim by claim)."""
    return max(owed, standard_share)


@law
def defined_standard_share(price: Cents, standard_deductible_met: Cents, standard_deductible: Cents, rate: BasisPoints) -> Cents:
    """The defined standard share of a claim: the price up to the standard deductible, then 25%. 42 CFR 423.104(d)(1)-(2)."""
    full = min(price, max(standard_deductible - standard_deductible_met, 0))
    return full + share_of(price - full, rate)


@law
def other_payer_wraps(owed: Cents, amount: Cents) -> Cents:
    """Another payer takes, after Part D, the lesser of its amount and what the enrollee still owes. 42 CFR 423.464."""
    return min(owed, amount)


_ALWAYS = 1 << OtherPayerKind.SPAP | 1 << OtherPayerKind.CHARITY
_FROM_2011 = _ALWAYS | 1 << OtherPayerKind.ADAP | 1 << OtherPayerKind.IHS
_FROM_2025 = _FROM_2011 | 1 << OtherPayerKind.EMPLOYER


@law
def counts_through_2010(kind: int) -> bool:
    """Through 2010 payments of a state program or charity count toward the threshold; those of ADAP, IHS and insurers do
    not. 42 USC 1395w-102(b)(4)(C)."""
    return bool(_ALWAYS >> kind & 1)


@law
def counts_from_2011(kind: int) -> bool:
    """From 2011 payments of AIDS drug assistance and the Indian Health Service count toward the threshold too. 42 USC
    1395w-102(b)(4)(C)(iii)."""
    return bool(_FROM_2011 >> kind & 1)


@law
def counts_from_2025(kind: int) -> bool:
    """From 2025 payments of employers and other insurance count toward the threshold too; those of VA and workers' compensation never
    do. 42 USC 1395w-102(b)(4)(C)(iii)."""
    return bool(_FROM_2025 >> kind & 1)
