"""What is said of a synthetic population: what it was drawn from, and what was assumed. Grade 8."""

from __future__ import annotations

from finder.domain.population import DrugUsers, Recipe
from finder.explain.messages import say

_THOUSANDTHS = 10


def assumption_sentences(recipe: Recipe, users: DrugUsers) -> tuple[str, ...]:
    """What stands behind the people, a sentence each: the source first, then what no source gives."""
    return (
        say("These people do not exist. They are drawn by chance, and the same seed always gives the same people."),
        say(
            "Drugs: CMS counted in 2015 how many people took each drug, without and with Extra Help. {percent} in 100 of those uses are of"
            " a drug that these plans list. Drugs that came later are missing, so real costs are higher.",
            percent=users.matched,
        ),
        say(
            "Each drug is drawn on its own. The counts don't say which drugs people take together, so three drugs for one illness are rarer"
            " here than in life."
        ),
        say("Amounts: what most people buy of a product for a month. Strengths are equally likely."),
        _help(recipe, users),
        say(
            "Assumed: of 100 people with Extra Help, {medicaid} have Medicaid and an income at or below the poverty level.",
            medicaid=recipe.with_medicaid,
        ),
        _counts(recipe),
        say("Assumed: each ZIP code of the state is equally likely, because no file gives the people of a county."),
        say(
            "Assumed: everyone has Original Medicare and a drug plan, each plan equally likely. People with Extra Help are in a plan into"
            " which Medicare puts people. {without} in 100 have no plan yet.",
            without=recipe.without_plan,
        ),
    )


def _help(recipe: Recipe, users: DrugUsers) -> str:
    if recipe.with_help is not None:
        return say("Assumed: {percent} in 100 people have Extra Help.", percent=recipe.with_help)
    return say(
        "Extra Help: {percent} in 100 people have it, as among the {people} users of the drug that most people took in 2015.",
        percent=round(users.most.with_help * 100 / (users.most.all or 1)),
        people=f"{users.most.all:,}",
    )


def _counts(recipe: Recipe) -> str:
    if recipe.drugs is not None:
        return say("Assumed: everyone takes {count} drugs.", count=recipe.drugs)
    weights = recipe.drug_weights
    mean = sum(count * weight for count, weight in enumerate(weights, start=1)) * _THOUSANDTHS // sum(weights) / _THOUSANDTHS
    return say("Assumed: people take 1 to {most} drugs, {mean} on average.", most=len(weights), mean=mean)
