"""What a person paid for fills against the most that the law allows and what the plan's ledger says. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Channel, LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.market import Drug
from finder.domain.money import Cents
from finder.domain.paid_fills import PaidFill


class DrugKind(Named):
    """What a receipt's drug is, where its product doesn't tell."""

    NOT_SURE = 0
    GENERIC = 1
    BRAND = 2
    INSULIN = 3
    VACCINE = 4


class Receipt(NamedTuple):
    """A fill that was paid, its product if it is settled, and what the person says it is."""

    fill: PaidFill
    product: Drug | None = None
    kind: DrugKind = DrugKind.NOT_SURE


class Payer(NamedTuple):
    """Who paid.

    ``level``: of Extra Help, from ``since`` on.
    ``plan_id``: the plan of the year, None where it isn't known.
    ``channels``: the kinds of pharmacy.
    ``troop_before``: out-of-pocket costs of the year before the first receipt.
    """

    year: int
    level: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    since: date = date.min
    plan_id: str | None = None
    channels: tuple[Channel, ...] = (Channel.STANDARD_RETAIL,)
    troop_before: Cents = 0


class Fault(Named):
    """Why a charge is too high. Each but the last has a rule of that name."""

    VACCINE = 0
    INSULIN = 1
    EXTRA_HELP = 2
    YEARLY_LIMIT = 3
    WHOLE_PRICE = 4
    NEGOTIATED_PRICE = 5
    PLAN_SHARE = 6


class Sure(Named):
    """How sure a finding is.

    ``CERTAIN``: a maximum of the law, from facts on the receipt.
    ``LIKELY``: it depends on one fact that we don't have, or it is the plan's own copay.
    ``ASK``: it depends on an average price, or on whether the plan covers the drug.
    """

    CERTAIN = 0
    LIKELY = 1
    ASK = 2


class Finding(NamedTuple):
    """A charge that is too high: why, the most that it should be, and how sure that is."""

    fault: Fault
    most: Cents
    sure: Sure


@dataclass(frozen=True, slots=True)
class CheckedFill:
    """A fill that was checked.

    ``paid``: what the person paid.
    ``drug``: the product's name, or the printed one; ``product``: None where it isn't settled.
    ``expected``: what the ledger says, None without a plan or a price there.
    ``listed``: whether the plan lists the drug, None where that isn't known.
    ``findings``: the lowest amount first among equally sure ones.
    ``ask_until``: the last day on which the plan must look at it.
    """

    number: int
    day: date
    drug: str
    product: Drug | None
    paid: Cents
    expected: Cents | None
    listed: bool | None
    findings: tuple[Finding, ...]
    ask_until: date

    @property
    def owed_back(self) -> Cents:
        """What is too much for certain."""
        return self._above(Sure.CERTAIN)

    @property
    def may_be_owed(self) -> Cents:
        """What may be too much beside that."""
        return self._above(Sure.ASK) - self.owed_back

    def _above(self, sure: Sure) -> Cents:
        return max((self.paid - finding.most for finding in self.findings if finding.sure <= sure), default=0)


class WhyNotChecked(Named):
    """Why a fill was not checked."""

    NO_AMOUNT = 0
    NO_DAY = 1
    OTHER_YEAR = 2


class NotChecked(NamedTuple):
    """A fill that was not checked, and why."""

    number: int
    drug: str
    why: WhyNotChecked


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """The fills of a year, checked.

    ``plan_name``: empty where the plan isn't known.
    ``refund_days``: within how many days of complete information a plan must pay back.
    """

    payer: Payer
    plan_name: str
    fills: tuple[CheckedFill, ...]
    not_checked: tuple[NotChecked, ...]
    refund_days: int
    rules: tuple[Rule, ...]

    @property
    def owed_back(self) -> Cents:
        """What is too much for certain, over all fills."""
        return sum(fill.owed_back for fill in self.fills)

    @property
    def may_be_owed(self) -> Cents:
        """What may be too much beside that."""
        return sum(fill.may_be_owed for fill in self.fills)

    @property
    def found(self) -> tuple[CheckedFill, ...]:
        """The fills with a finding."""
        return tuple(fill for fill in self.fills if fill.findings)
