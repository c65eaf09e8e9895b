"""What a person's other help pays of a claim: all that is left after the plan, but its own copay."""

from __future__ import annotations

from finder.domain.claim import Claim, OtherPayer
from finder.domain.money import Cents
from finder.domain.other_help import COPAY_DAYS, OtherHelp


def payers_after(helper: OtherHelp | None, brand: bool, days_supply: int, price: Cents) -> tuple[OtherPayer, ...]:
    """The payer after Part D of such a fill; none without other help."""
    if helper is None:
        return ()
    months = -(-days_supply // COPAY_DAYS)
    return (OtherPayer(helper.kind, price, (helper.brand if brand else helper.generic) * months),)


def with_other_help(helper: OtherHelp | None, claim: Claim) -> Claim:
    """The claim as the help pays it too."""
    payers = payers_after(helper, claim.brand, claim.days_supply, claim.negotiated_price)
    return claim._replace(other_payers=payers) if payers else claim


def premium_paid(helper: OtherHelp | None, premium: Cents | None, part_d_premium: Cents | None) -> Cents:
    """What the help pays of a month's premium: never more than its Part D part."""
    if helper is None or premium is None:
        return 0
    return max(min(helper.premium, premium if part_d_premium is None else part_d_premium, premium), 0)
