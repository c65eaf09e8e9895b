"""Drug lists by class: missing, restricted, on the specialty tier; what stands out; where the classes come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal, SourceError
from finder.domain.formulary_map import ClassFlag, DrugClass
from finder.domain.market import FormularyEntry, PlanKind
from finder.explain.kit.section import texts
from finder.explain.plans import formulary_map as words
from finder.questions.plans.formulary_map import class_on_plan, formulary_map
from finder.sources.names.drug_classes import protected_classes
from finder.sources.names.fda_classes import classes_by_ingredient, filled, without_salt
from tests.small_market import CHEAP_PDP, DRUGS, MERRIMACK, RICH_PDP, WORCESTER, SmallMarket, drug

FOUR = DrugClass("statins", True, ("a", "b", "c", "d"))


def entry(tier: int = 1, *, approval: bool = False, step: bool = False) -> FormularyEntry:
    return FormularyEntry(tier, 100, approval, step, 0, 0, False)


def test_each_drug_counts_once_by_its_best_product() -> None:
    # a: one of two products is free of rules; b: approval and specialty; c: specialty; d: not listed
    products = [("a", entry(approval=True)), ("a", entry()), ("b", entry(5, approval=True)), ("c", entry(5))]
    found = class_on_plan(FOUR, products, frozenset({5}))
    assert (found.missing, found.restricted, found.specialty, found.free) == ({"d"}, {"b"}, {"b", "c"}, {"a"})
    assert found.flags == (ClassFlag.PROTECTED_MISSING,)


@pytest.mark.parametrize(
    ("products", "flags"),
    [
        ([("a", entry()), ("b", entry()), ("c", entry()), ("d", entry())], ()),
        ([(name, entry(step=True)) for name in "abcd"], (ClassFlag.ALL_RESTRICTED,)),
        ([*((name, entry(step=True)) for name in "abc"), ("d", entry())], ()),
        ([(name, entry(5)) for name in "abcd"], (ClassFlag.ALL_SPECIALTY,)),
        ([*((name, entry(5)) for name in "abc"), ("d", entry(4))], ()),
        ([], (ClassFlag.PROTECTED_MISSING,)),
    ],
)
def test_what_stands_out(products: list[tuple[str, FormularyEntry]], flags: tuple[ClassFlag, ...]) -> None:
    assert class_on_plan(FOUR, products, frozenset({5})).flags == flags


def test_twice_as_many_drugs_that_all_need_approval_are_no_more_access() -> None:
    # T35 (74 FR 54694): one list has two drugs, the other the same two and two more with approval
    short = class_on_plan(FOUR, [("a", entry()), ("b", entry())], frozenset())
    long = class_on_plan(FOUR, [("a", entry()), ("b", entry()), ("c", entry(approval=True)), ("d", entry(approval=True))], frozenset())
    assert short.open == long.open
    assert len(long.listed) == 2 * len(short.listed)


def test_the_map_of_a_market() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",), RICH_PDP.plan_id: ("1", "3")})
    found = formulary_map(
        market,
        WORCESTER,
        (PlanKind.PDP,),
        lambda one: ("antidepressants",) if one.ingredient == "brandine" else (),
        lambda one: ("statins",) if one.ingredient == "genericol" else (),
        {RICH_PDP.plan_id: frozenset({3})},
        "a source",
    )
    assert [(of.name, of.protected, of.ingredients) for of in found.classes] == [
        ("antidepressants", True, ("brandine",)),
        ("statins", False, ("genericol",)),
    ]
    assert {one.plan.plan_id: [row.flags for row in one.classes] for one in found.plans} == {
        CHEAP_PDP.plan_id: [(ClassFlag.PROTECTED_MISSING,), ()],
        RICH_PDP.plan_id: [(ClassFlag.ALL_SPECIALTY,), ()],
    }
    assert found.specialty_threshold == 950_00  # 2026
    said = list(texts(words.sections(found, found.classes[0])))
    assert said[0].startswith("Drugs for depression (antidepressants): 1 of 2 plans leave a drug out.")
    assert any("lacks a protected drug" in text for text in said)
    with pytest.raises(Refusal, match="Merrimack County"):
        formulary_map(market, MERRIMACK, (PlanKind.PDP,), lambda _: (), lambda _: (), {}, "")


@pytest.mark.parametrize(
    ("ingredient", "form", "classes"),
    [
        ("quetiapine fumarate", "Oral Tablet", ("antipsychotics",)),
        ("DULoxetine", "Delayed Release Oral Capsule", ("antidepressants",)),
        ("levetiracetam", "Oral Tablet", ("anticonvulsants",)),
        ("bictegravir / emtricitabine / tenofovir alafenamide", "Oral Tablet", ("antiretrovirals",)),
        ("cyclosporine", "Oral Capsule", ("immunosuppressants for transplant rejection",)),
        ("cyclosporine", "Ophthalmic Suspension", ()),  # eye drops for dry eyes
        ("rasagiline", "Oral Tablet", ()),  # of a class of FDA's, but for Parkinson's disease
        ("atorvastatin", "Oral Tablet", ()),
    ],
)
def test_the_protected_classes(ingredient: str, form: str, classes: tuple[str, ...]) -> None:
    assert protected_classes().classes_of(drug("1", ingredient, ingredient, form=form)) == classes
    assert all(not protected_classes().classes_of(one) for one in DRUGS)


def test_classes_are_read_from_fdas_file(tmp_path: Path) -> None:
    columns = ("PRODUCTTYPENAME", "ROUTENAME", "SUBSTANCENAME", "PHARM_CLASSES")
    rows = [
        ("HUMAN PRESCRIPTION DRUG", "ORAL", "QUETIAPINE FUMARATE", "Atypical Antipsychotic [EPC],Dopamine Antagonists [MoA]"),
        ("HUMAN PRESCRIPTION DRUG", "INTRAMUSCULAR", "ARIPIPRAZOLE LAUROXIL", "Atypical Antipsychotic [EPC]"),
        ("HUMAN PRESCRIPTION DRUG", "ORAL", "OLANZAPINE; FLUOXETINE HYDROCHLORIDE", "Atypical Antipsychotic [EPC]"),
        ("HUMAN OTC DRUG", "ORAL", "ASPIRIN", "Platelet Aggregation Inhibitor [EPC]"),
    ]
    path = tmp_path / "product.txt"
    path.write_text("\n".join("\t".join(row) for row in (columns, *rows)), encoding="latin-1")
    found = classes_by_ingredient(path)
    assert found == {"quetiapine": {"Atypical Antipsychotic"}}
    document = {"classes": [{"name": "antipsychotics", "fda": ["Atypical Antipsychotic"], "left_out": [], "added": []}]}
    assert filled(document, found)["classes"][0]["ingredients"] == ["quetiapine"]
    assert without_salt("METOPROLOL SUCCINATE") == "metoprolol"
    path.write_text("A\tB\n", encoding="latin-1")
    with pytest.raises(SourceError, match="PHARM_CLASSES"):
        classes_by_ingredient(path)


def test_the_command_answers_for_the_embedded_market() -> None:
    found = ask("formulary-map", {"plan_year": 2026, "zip": "01604"})
    assert (len(found["plans"]), found["specialty_tier_threshold"]) == (11, "950.00")
    protected = [of["name"] for of in found["classes"] if of["protected"]]
    assert protected == ["anticonvulsants", "antidepressants", "antineoplastics", "antipsychotics", "antiretrovirals"]
    basic = next(one for one in found["plans"] if one["plan_id"] == "S4802-076-000")
    assert basic["classes"][0]["listed"] == len(found["classes"][0]["ingredients"])


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"plan_year": 2026, "zip": "0160"}, '$.zip: expected text that matches ^[0-9]{5}$, found "0160"'),
        ({"plan_year": 2026, "zip": "00000"}, "$.zip: expected a ZIP code of the United States, found 00000"),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("formulary-map", document)
    assert [str(one) for one in refused.value.problems] == [problem]
