"""People who do not exist, and what a policy does to them, in the memory of the session alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pages of one person start without the room of many
    from finder.domain.policy import Policy
    from finder.domain.policy_effect import PolicyAnswer
    from finder.domain.population import DrugUsers, Recipe
    from finder.questions.population.policy_runs import PolicyRuns


@dataclass
class KeptPolicies:
    """A population and the last answer.

    ``made_by``: how the people were drawn, and from which counts.
    ``answered``: a policy and its answer.
    """

    runs: PolicyRuns
    made_by: tuple[Recipe, DrugUsers]
    answered: tuple[Policy, PolicyAnswer] | None = None
