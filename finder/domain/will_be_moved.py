"""Will Medicare move a person with Extra Help to another plan next year? Premiums of a month, costs of the year, in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.helped_plans import HelpedPlan, HelpedPlans
from finder.domain.law import Rule
from finder.domain.market import Plan
from finder.domain.money import Cents


class Fate(Named):
    """What becomes of a person who does nothing.

    ``ASK``: it depends on who picked the plan; ``UNKNOWN``: what Extra Help pays of the premium is not known.
    """

    STAYS = 0
    STAYS_AND_PAYS = 1
    MOVED = 2
    GONE = 3
    ASK = 4
    UNKNOWN = 5


class PlansLetter(NamedTuple):
    """What the plan's letter of the fall says: the Part D premium of a month next year, and what is left of it with Extra Help; None where
    it does not say."""

    premium: Cents | None
    left: Cents | None


@dataclass(frozen=True, slots=True)
class MovedByLetter:
    """The same question before next year's plans are at hand, by the plan's letter.

    ``benchmark`` is the most that Extra Help pays in the region, with its status; None: not known.
    ``left_estimated``: it rests on a benchmark that is an estimate.
    """

    year: int
    letter: PlansLetter
    picked: bool | None
    fate: Fate
    left: Cents | None
    left_estimated: bool
    benchmark: Cents | None
    benchmark_status: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class WillBeMoved:
    """The answer.

    ``picked``: whether the person picked the plan; None: not asked, or not sure.
    ``premium`` is the Part D premium of a month next year, ``left`` what Extra Help leaves of it; None: not offered, or not known.
    ``left_estimated``: it rests on a benchmark that is an estimate.
    ``help_pays``: what a state program or another payer pays of ``left``. Medicare does not look at it.
    ``stay`` is the plan in the next year, ``helped`` all plans of that year.
    """

    plan: Plan
    picked: bool | None
    fate: Fate
    premium: Cents | None
    left: Cents | None
    left_estimated: bool
    help_pays: Cents
    stay: HelpedPlan | None
    helped: HelpedPlans
    rules: tuple[Rule, ...]

    @property
    def year(self) -> int:
        """The next year."""
        return self.helped.info.plan_year

    @property
    def best(self) -> HelpedPlan | None:
        """The drug plan to choose."""
        return self.helped.best_fit

    @property
    def may_be_moved(self) -> bool:
        """Whether Medicare picks a plan, or may."""
        return self.fate in (Fate.MOVED, Fate.GONE, Fate.ASK)

    @property
    def saving_against_staying(self) -> Cents | None:
        """What the best choice saves against staying (a dearer one: negative); None where one of the two is not known."""
        stay = self.stay
        known = stay is not None and stay.premium_known and not stay.helped.uncertain
        return self._saving(stay.helped.all_in) if stay is not None and known else None

    @property
    def saving_against_a_pick(self) -> Cents | None:
        """What the best choice saves against the mean of the plans that Medicare picks from; None where one of the two is not known."""
        mean = self.helped.mean_default
        return None if mean is None else self._saving(mean)

    def _saving(self, cost: Cents) -> Cents | None:
        return None if self.best is None or self.best.helped.uncertain else cost - self.best.helped.all_in
