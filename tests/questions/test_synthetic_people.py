"""People who do not exist: the same for a seed on every machine, drawn from CMS's counts, each choice as likely as it is said to be."""

from __future__ import annotations

import csv
import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from finder.cli import app
from finder.documents.batch.members_file import open_members
from finder.documents.population import Drawn, drawn
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.population import Person, Recipe
from finder.explain.population.synthetic import assumption_sentences
from finder.questions.population.synthetic import share_with_help
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.names.drug_users import counted_users, users_of


@pytest.fixture(scope="module")
def catalog() -> MarketCatalog:
    return open_catalog(2026)


@pytest.fixture(scope="module")
def many(catalog: MarketCatalog) -> list[Person]:
    return list(drawn(catalog, "MA", Recipe(7, 1_000)).people)


def population(catalog: MarketCatalog, **recipe: int) -> Drawn:
    return drawn(catalog, "MA", Recipe(**({"seed": 7, "size": 40} | recipe)))


def test_counts_are_those_of_cms() -> None:
    # spending_by_drug.csv, 2015: atorvastatin calcium, and lantus/lantus solostar
    users = counted_users()
    assert users[frozenset({"atorvastatin"}), ""] == (5_719_628, 2_349_980)
    assert users[frozenset({"insulin glargine"}), "lantus"] == (853_066, 820_845)
    assert (frozenset({"azithromycin"}), "") not in users  # 1.39 claims a user: taken for a short time


def test_users_of_a_name_are_shared_among_its_strengths(catalog: MarketCatalog) -> None:
    strengths = [drug for drug in catalog.drugs() if drug.ingredient.startswith("atorvastatin") and not drug.brand]
    users = users_of(catalog.drugs())
    assert len(strengths) == 4
    # the generic's, and those of Lipitor, which this catalog lacks
    assert all(users.of[drug.rxcui].with_help == (2_349_980 + 6_924) * 1000 // 4 for drug in strengths)
    assert share_with_help(users, Recipe(1, 1)) == 291  # 2,349,980 of 8,069,608
    assert share_with_help(users, Recipe(1, 1, with_help=10)) == 100


def test_a_seed_makes_the_same_people_whatever_the_size(catalog: MarketCatalog, many: list[Person]) -> None:
    assert list(population(catalog).people) == many[:40]
    assert next(population(catalog, seed=8).people) != many[0]


def test_the_draw_is_the_hash_of_seed_person_and_choice(catalog: MarketCatalog, many: list[Person]) -> None:
    # worked out here: 64 bits of SHA-256 of "7/1/help", of which 291 of 1,000 have Extra Help
    for number in (1, 2, 3, 4, 5):
        drawn_number = int.from_bytes(sha256(f"7/{number}/help".encode()).digest()[:8], "big") * 1000 // 2**64
        assert (many[number - 1].level is not LowIncomeSubsidy.NONE) is (drawn_number < 291)


def test_shares_are_those_said(catalog: MarketCatalog, many: list[Person]) -> None:
    helped = [person for person in many if person.level is not LowIncomeSubsidy.NONE]
    assert len(helped) / len(many) == pytest.approx(0.291, abs=0.045)
    medicaid = sum(person.level is LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY for person in helped)
    assert medicaid / len(helped) == pytest.approx(0.6, abs=0.09)
    # 1 x 8 + 2 x 10 + 3 x 12 + 4 x 13 + 5 x 12 + 6 x 11 + 7 x 9 + 8 x 8 + 9 x 6 + 10 x 5 + 11 x 3 + 12 x 3 = 542 of 100
    assert sum(person.drugs for person in many) / len(many) == pytest.approx(5.42, abs=0.3)
    assert {person.member.current_plan for person in helped} == {"S5884-102-000"}  # the one plan that Medicare picks from for certain
    taken = Counter(one.drug.ingredient.split()[0] for person in many for one in person.prescriptions)
    assert taken["lisinopril"] > taken["carvedilol"] > taken["memantine"]  # as in the counts


def test_nobody_takes_a_drug_twice_and_amounts_are_a_month(many: list[Person]) -> None:
    for person in many:
        names = [one.drug.ingredient.casefold() for one in person.prescriptions]
        assert len(set(names)) == len(names)
        for one in person.prescriptions:
            assert one.days_supply in (28, 30)
            assert not one.drug.solid_oral or one.drug.weekly or one.quantity == 30_000


def test_what_is_assumed_can_be_changed(catalog: MarketCatalog) -> None:
    people = list(population(catalog, with_help=100, with_medicaid=0, drugs=3, without_plan=100).people)
    assert {(person.level, person.drugs, person.member.current_plan) for person in people} == {(LowIncomeSubsidy.FULL_OTHER, 3, None)}
    said = " ".join(assumption_sentences(Recipe(1, 1, 100, drugs=3), users_of(catalog.drugs())))
    assert "100 in 100 people have Extra Help" in said
    assert "everyone takes 3 drugs" in said


@pytest.mark.parametrize("wrong", [{"size": 0}, {"with_help": 101}, {"drugs": 13}, {"seed": -1}, {"without_plan": -1}])
def test_a_recipe_without_sense_is_refused(catalog: MarketCatalog, wrong: dict[str, int]) -> None:
    with pytest.raises(Refusal):
        population(catalog, **wrong)


def test_the_command_writes_a_members_file_that_batch_reads(tmp_path: Path) -> None:
    order = ["population", "--seed", "7", "--members", "3", "--state", "ma", "--out"]
    made = [CliRunner().invoke(app, [*order, str(tmp_path / name)]) for name in ("one.csv", "two.csv")]
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    document = json.loads(made[0].stdout)
    assert (document["members"], document["seed"], document["extra_help_per_1000"]) == (3, 7, 291)
    opened = open_members(tmp_path / "one.csv")
    assert [entry.label for entry in opened.entries()] == ["1", "2", "3"]
    with (tmp_path / "one.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["plan_year"], row["quantity"], row["days_supply"]) == ("2026", "30", "30")


def test_a_refused_population_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "members.csv"
    refused = CliRunner().invoke(app, ["population", "--seed", "7", "--members", "3", "--state", "TX", "--out", str(out)])
    assert refused.exit_code == 2
    unknown = CliRunner().invoke(app, ["population", "--seed", "7", "--members", "3", "--state", "ZZ", "--out", str(out)])
    assert unknown.output == "--state: expected the two letters of a state, DC or a territory, such as MA, found ZZ\n"
    other = CliRunner().invoke(app, ["population", "--seed", "7", "--members", "3", "--state", "MA", "--out", str(tmp_path / "m.parquet")])
    assert "--out: expected a file that ends in .csv or .txt, found .parquet" in other.output
    assert list(tmp_path.iterdir()) == []
