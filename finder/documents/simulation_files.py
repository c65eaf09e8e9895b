"""A simulation as files to take home: the whole answer as JSON, and its groups as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator

from finder.documents.simulate import simulation_entry
from finder.documents.spreadsheet import csv_text
from finder.domain.money import Cents, dollars
from finder.domain.policy_effect import Effect, GroupEffect, Paid, Payers, PolicyAnswer
from finder.explain.population.policy_terms import policy_name

_SUMS = (*Paid._fields[1:], "own_cost")
_COUNTS = ("people", "gain", "lose", "same", "gained", "lost")


def simulation_json(answer: PolicyAnswer, made_of: tuple[str, ...]) -> str:
    """The answer as ``finder simulate`` prints it."""
    return json.dumps(simulation_entry(answer, {"members": answer.people, "assumptions": list(made_of)}), indent=1, ensure_ascii=False)


def groups_csv(answer: PolicyAnswer) -> str:
    """A row a group and plan (current or best), money as ``1234.50``, the policy in the first column; empty where a group is too small."""
    payers = [f"{side}_{name}" for side in ("before", "after") for name in (*Payers._fields, *_SUMS)]
    heads = ["policy", "baseline", "plan", "by", "group", *_COUNTS, *payers]
    names = [policy_name(policy) for policy in (answer.policy, answer.baseline)]
    return csv_text(heads, ([*names, *row] for effect in (answer.current, answer.best) for row in _rows(effect)))


def _rows(effect: Effect) -> Iterator[list[str]]:
    for group in effect.groups:
        yield [effect.standing.key, group.by.key, group.group, *_counts(group), *_paid(group.before), *_paid(group.after)]


def _counts(group: GroupEffect) -> list[str]:
    counts = group.outcomes or (None,) * 5
    numbers = ["" if count is None else str(count) for count in (group.people, *counts[:3])]
    return [*numbers, *("" if amount is None else dollars(amount) for amount in counts[3:])]


def _paid(paid: Paid | None) -> list[str]:
    if paid is None:
        return [""] * (len(Payers._fields) + len(_SUMS))
    amounts: list[Cents] = [*paid.payers, paid.premiums, paid.left_out, paid.own_cost]
    return [dollars(amount) for amount in amounts]
