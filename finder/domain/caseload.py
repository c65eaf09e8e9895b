"""What many answers come to: a caseload of people, in groups of 11 and more. Amounts in cents, of the months covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import CatalogInfo, Plan
from finder.domain.money import Cents, ratio_half_up
from finder.domain.plan_cost import Action
from finder.domain.population import Person


class Placed(NamedTuple):
    """A person with Extra Help at a plan into which Medicare may put people.

    ``cost``: all in, without a premium.
    ``left_out``: how many drugs the plan does not pay for.
    ``certain``: whether Medicare picks from such plans for certain.
    """

    plan_id: str
    cost: Cents
    left_out: int
    certain: bool


class Placing(NamedTuple):
    """Random placement of one person: the plans that may be picked, and the best fit."""

    plans: tuple[Placed, ...]
    best_id: str
    best_cost: Cents
    best_left_out: int

    @property
    def certain(self) -> tuple[Placed, ...]:
        """The plans from which Medicare picks for certain."""
        return tuple(placed for placed in self.plans if placed.certain)

    @property
    def mean(self) -> Cents:
        """The mean cost of being put into one of the certain plans, each as likely."""
        return ratio_half_up(sum(placed.cost for placed in self.certain), len(self.certain))


class PersonAnswer(NamedTuple):
    """What a caseload needs of one person's answer.

    ``action``, ``savings``: as the recommendation says.
    ``best_id``, ``best_cost``: the first plan that may be suggested; None: no plan can be.
    ``current_cost``: at the plan that the person has; None: no plan, or not among those compared.
    ``at_least``: whether a drug without any price, or one that is not counted, is missing in the amounts.
    ``estimated``: whether a premium with Extra Help is an estimate.
    """

    person: Person
    action: Action
    because: str
    savings: Cents | None
    best_id: str | None
    best_cost: Cents | None
    current_cost: Cents | None
    at_least: bool
    placing: Placing | None
    estimated: bool = False


class Trait(Named):
    """By what people are told apart."""

    HELP = 0
    DRUGS = 1
    BRANDS = 2


class Parts(NamedTuple):
    """People of one or more kinds that are counted together: values of a trait, actions, or bands of amounts."""

    of: tuple[int, ...]
    people: int


class PlanWins(NamedTuple):
    """Plans that are the best one for some people.

    ``plan_ids``: one plan, or those that are counted together.
    ``people``: how many; ``mean``: what it costs them, on average.
    """

    plan_ids: tuple[str, ...]
    people: int
    mean: Cents


class ForWhom(NamedTuple):
    """Best plans by a trait. ``columns``: the values of the trait with how many people have them. ``rows``: plans, and how many people of
    each value they are the best for."""

    trait: Trait
    columns: tuple[Parts, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]


class GroupSaves(NamedTuple):
    """People of some values of a trait: how many would save by switching, and how much they would, on average (None: nobody would)."""

    trait: Trait
    of: tuple[int, ...]
    people: int
    would_save: int
    mean: Cents | None


class PlacedGroup(NamedTuple):
    """People with Extra Help at one plan of random placement: the mean cost, and how many have a drug left out there (None: too few, or all
    but a few, to be told)."""

    plan_id: str
    certain: bool
    mean: Cents
    left_out: int | None


class PlacementCost(NamedTuple):
    """What random placement costs people with Extra Help.

    ``people``: those with Extra Help whose plans of placement and best fit are known.
    ``best``: the mean cost at each person's best fit; ``random``: at a plan picked at random from those that are certain.
    ``worse``: how many pay more than a near tie more at random; None: too few, or all but a few, to be told.
    ``plans``: every plan of placement that serves all of them, the certain ones first.
    """

    people: int
    best: Cents
    random: Cents
    worse: int | None
    plans: tuple[PlacedGroup, ...]

    @property
    def loss(self) -> Cents:
        """What it costs a person, on average."""
        return self.random - self.best


@dataclass(frozen=True, slots=True)
class Caseload:
    """A caseload of at least 11 people. Groups are put together until each can be shown (``questions/population/groups.py``).

    ``people``: those with an answer; ``refused``: those without one.
    ``whole_year``: whether everyone's amounts are of 12 months.
    ``at_least``: whether the amounts of any person lack a drug. ``estimated``: whether any rest on an estimated premium.
    ``actions``: what the answers say to do; empty where ``would_save`` is not told.
    ``would_save``: how many would save by switching; None: too few, or all but a few, and then ``most_save`` tells which. ``saved``: how
    much in all.
    ``overspend``: those who would save, by what they pay too much in a year: bands of ``BANDS`` by place.
    ``wins``: the plans that the answers name, the most often named first.
    """

    info: CatalogInfo
    plans: dict[str, Plan]
    people: int
    refused: int
    whole_year: bool
    at_least: bool
    estimated: bool
    actions: tuple[Parts, ...]
    would_save: int | None
    most_save: bool
    saved: Cents
    overspend: tuple[Parts, ...]
    wins: tuple[PlanWins, ...]
    for_whom: tuple[ForWhom, ...]
    groups: tuple[GroupSaves, ...]
    placement: PlacementCost | None

    @property
    def mean_saved(self) -> Cents | None:
        """What those who would save do save, on average."""
        return ratio_half_up(self.saved, self.would_save) if self.would_save else None


BANDS: tuple[Cents, ...] = (0, 50_00, 100_00, 250_00, 500_00, 1_000_00, 2_000_00)
"""Where bands of a year's overspend begin."""


class DrugName(NamedTuple):
    """A drug in all its strengths and forms: a brand, or the generics of an ingredient."""

    name: str
    rxcuis: frozenset[str]


class Hurt(NamedTuple):
    """People who take a drug that a plan drops.

    ``people``: how many.
    ``more``: what they pay more in the months covered, on average.
    ``moved``: for how many another plan becomes the best; None: too few, or all but a few, to be told.
    ``at_least``: whether a price that nobody knows is missing for any of them.
    """

    people: int
    more: Cents
    moved: int | None
    at_least: bool = False


class DrugDropped(NamedTuple):
    """What happens if a plan drops a drug. None: too few people to be told of.

    ``in_plan``: those who have the plan, if they stay in it.
    ``best_for``: those for whom the plan was the best, if each takes the plan that is then the best.
    """

    plan: Plan
    drug: DrugName
    in_plan: Hurt | None
    best_for: Hurt | None
