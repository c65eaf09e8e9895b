"""One population under one policy after another: what does not depend on the policy is kept between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.adjudication.many_years import PlainYears, engine_for
from finder.domain.market import Catalog
from finder.domain.policy import Policy
from finder.domain.policy_effect import PersonUnder, PolicyAnswer
from finder.domain.population import Person
from finder.questions.population.people_under import people_under
from finder.questions.population.policies import law_of
from finder.questions.population.policy import policy_answer
from finder.questions.progress import OnProgress

WORTH_COMPILING = 200
"""People from whom on compiled code is asked for: below, plain Python takes seconds, and the first compiling takes more."""
_KEPT = 4
"""Policies whose people are remembered: a baseline, and the last few."""


class PolicyRuns:
    """A population of one catalog. ``plain``: without compiled code, though it is at hand."""

    def __init__(self, catalog: Catalog, people: Sequence[Person], *, plain: bool = False) -> None:
        self.catalog, self.people = catalog, tuple(people)
        engine = engine_for(catalog, plain=plain or len(self.people) < WORTH_COMPILING)
        self._engine = None if isinstance(engine, PlainYears) else engine
        self._under: dict[Policy, tuple[PersonUnder, ...]] = {}

    @property
    def quick(self) -> bool:
        """Whether compiled code answers: a thousand people in less than a second."""
        return self._engine is not None

    def answer(self, policy: Policy, baseline: Policy | None = None, on_progress: OnProgress | None = None) -> PolicyAnswer | None:
        """What the policy does as against the baseline (None: the law of its year); None where the work was stopped. Raises Refusal."""
        first = baseline or law_of(self.catalog.info.plan_year)
        before = self.under(first, on_progress)
        after = None if before is None else self.under(policy, on_progress)
        return None if before is None or after is None else policy_answer(self.catalog, self.people, (first, policy), (before, after))

    def under(self, policy: Policy, on_progress: OnProgress | None = None) -> tuple[PersonUnder, ...] | None:
        """The people under one policy; None where the work was stopped. Raises Refusal."""
        alone = replace(policy, name="", about="", premium_pass_through=0)  # neither moves what a person costs at a plan
        found = self._under.get(alone)
        if found is None:
            found = people_under(self.catalog, self.people, policy, on_progress, engine=self._engine)
            if found is None:
                return None
            if len(self._under) >= _KEPT:
                del self._under[next(one for one in self._under if not one.changes_nothing)]
            self._under[alone] = found
        return found
