"""``finder simulate``: members and people who do not exist, the same bytes, payers that sum, what is refused and where."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from finder.adjudication.many_years import engine_for
from finder.documents.commands import ask
from finder.documents.compare_request import member_and_list, read_request
from finder.documents.simulate import with_policies
from finder.domain.errors import Refusal
from finder.domain.population import Person
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.other_help import paid_by_other_help
from finder.questions.population.people_under import people_under
from finder.questions.population.policies import law_of
from finder.sources.catalog.reading import open_catalog

EXAMPLES = Path(__file__).parents[3] / "docs/examples/policies"
NO_CAP = {"name": "no cap", "plan_year": 2026, "numbers": {"oop_threshold": "none"}}
DRUGS = [{"rxcui": "1364447", "quantity": "60", "days_supply": 30}, {"rxcui": "617311", "quantity": "30", "days_supply": 30}]
MEMBER: dict[str, Any] = {"zip": "01604", "current_plan": "S4802-076-000", "prescriptions": DRUGS}


def simulate(population: dict[str, Any], policy: object = None, **more: object) -> dict[str, Any]:
    found: dict[str, Any] = ask("simulate", {"plan_year": 2026, "population": population, "policy": policy or NO_CAP, **more})
    return found


def test_members_under_the_law_cost_what_compare_says() -> None:
    found = simulate({"members": [MEMBER] * 11}, baseline=NO_CAP, policy={"name": "x", "plan_year": 2026})
    catalog = open_catalog(2026, states=["MA"])
    member, listed = member_and_list(catalog, read_request({"plan_year": 2026} | MEMBER))
    compared = compare_plans(catalog, member, listed)
    (everyone,) = found["at_current_plan"]["everyone"]
    assert compared.current is not None
    assert Decimal(everyone["after"]["own_cost"]) * 100 == 11 * compared.current.all_in
    (best,) = found["at_best_plan"]["everyone"]
    assert compared.leaders
    assert Decimal(best["after"]["own_cost"]) * 100 == 11 * compared.leaders[0].all_in
    assert found["policy"]["name"] == "The law of 2026"
    assert found["changes"] == {"oop_threshold": {"value": "2100.00", "replaces": "none"}}


@pytest.mark.parametrize("engine", ["plain", "many"])
def test_other_help_is_counted_under_every_policy(engine: str) -> None:
    catalog = open_catalog(2026, states=["MA"])
    other_help = {"kind": "spap", "generic_copay": "5.00", "brand_copay": "10.00", "premium": "20.00"}
    member, listed = member_and_list(catalog, read_request({"plan_year": 2026} | MEMBER | {"other_help": other_help}))
    compared = compare_plans(catalog, member, listed)
    many = engine_for(catalog, plain=True) if engine == "many" else None
    (under,) = people_under(catalog, [Person("1", member, listed)], law_of(2026), engine=many) or ()
    assert compared.current is not None
    assert under.current is not None
    for stand, cost in ((under.current, compared.current), (under.best, compared.leaders[0])):
        assert stand is not None
        assert (stand.payers.patient_pay, stand.payers.other_payer) == (cost.drug_cost, paid_by_other_help(cost))
        assert stand.premium == cost.total - cost.drug_cost
    # Eliquis 12 x 10.00 and the generic at the plan's own copay; the rest of its share is paid for the person
    assert under.current.payers.other_payer > 0


def test_people_who_do_not_exist_are_the_same_and_their_payers_sum() -> None:
    made = {"synthetic": {"state": "ma", "members": 12, "seed": 3}}
    policy = with_policies({}, {"policy": EXAMPLES / "gap-of-2010.yaml"})["policy"]  # type: ignore[index]
    found = simulate(made, policy)
    assert json.dumps(found) == json.dumps(simulate(made, policy))
    assert (found["people"], found["population"]["seed"], found["what_if"]) == (12, 3, "This is a what-if. It is not the law.")
    for effect in (found["at_current_plan"], found["at_best_plan"]):
        assert effect["compared"] + effect["not_compared"] == 12
        for group in (group for by in ("everyone", "help_level", "drugs", "spending", "brands") for group in effect[by]):
            assert group["people"] is None or group["people"] >= 11
            for paid in filter(None, (group["before"], group["after"])):
                payers = [
                    Decimal(amount) for name, amount in paid.items() if name not in ("gross_drug_cost", "premiums", "left_out", "own_cost")
                ]
                assert sum(payers) == Decimal(paid["gross_drug_cost"])


def test_a_person_with_a_health_plan_is_looked_at_among_health_plans() -> None:
    catalog = open_catalog(2026, states=["MA"])
    (county,) = catalog.counties("01604")
    for kind in ("MA-PD", "PDP"):
        current = next(plan.plan_id for plan in catalog.plans_serving(county) if plan.kind.label == kind)
        member, listed = member_and_list(catalog, read_request({"plan_year": 2026} | MEMBER | {"current_plan": current}))
        (under,) = people_under(catalog, [Person("1", member, listed)], law_of(2026)) or ()
        leaders = compare_plans(catalog, member, listed).leaders
        assert under.best is not None
        assert under.best.plan_id == leaders[0].plan.plan_id


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no policy": ({"policy": None}, "$.policy: expected"),
    "another year": ({"policy": {"name": "x", "plan_year": 2012}}, "$.policy.plan_year: expected 2026"),
    "a number": ({"policy": NO_CAP | {"numbers": {"oop_threshold": 1}}}, "$.policy.numbers.oop_threshold: expected at least"),
    "a baseline": ({"baseline": NO_CAP | {"gap_of": 1999}}, "$.baseline.gap_of: expected"),
    "a drug": ({"policy": NO_CAP | {"prices": [{"rxcui": "1", "times": 2}]}}, "$.policy.prices[0].rxcui: expected a drug of this catalog"),
    "both": ({"population": {"members": [MEMBER], "synthetic": {"state": "MA"}}}, "synthetic or members, one of the two"),
    "a member": ({"population": {"members": [MEMBER, MEMBER | {"zip": "0"}]}}, "$.population.members[1].zip"),
    "a member's drug": ({"population": {"members": [MEMBER | {"prescriptions": []}]}}, "$.population.members[0].prescriptions"),
    "a state": ({"population": {"synthetic": {"state": "Massachusetts"}}}, "$.population.synthetic.state"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_said_with_its_place(case: str) -> None:
    changed, expected = REFUSED[case]
    with pytest.raises(Refusal) as refused:
        ask("simulate", {"plan_year": 2026, "population": {"members": [MEMBER]}, "policy": NO_CAP} | changed)
    assert expected in str(refused.value)


def test_a_policy_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="a file that can be read"):
        with_policies({}, {"policy": tmp_path / "none.yaml"})
