"""What is said of plans' lists by class: a picture of one class, the map of all, each drug of the class, and the law. Grade 8."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.formulary_map import ClassFlag, ClassOnPlan, DrugClass, FormularyMap, PlanOnMap
from finder.domain.market import Plan, PlanKind
from finder.domain.money import shown
from finder.explain.explainers.law import law_sections
from finder.explain.kit.drawing import Lane, Span, Tone, lanes, legend_of
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.plans.benefits import benefit_words
from finder.explain.plans.plan_cell import plan_cell, plan_marks
from finder.explain.words import plan_name

TITLE = mark("Drug lists by class")
CLASS, KINDS = mark("Class of drugs"), mark("Kind of plan")
KINDS_SHOWN: dict[str, tuple[PlanKind, ...]] = {
    mark("Drug plans"): (PlanKind.PDP,),
    mark("Health plans with drugs"): (PlanKind.MA_PD,),
    mark("Special needs plans"): (PlanKind.SNP,),
}
CLASSES = {
    "anticonvulsants": mark("Drugs for seizures (anticonvulsants)"),
    "antidepressants": mark("Drugs for depression (antidepressants)"),
    "antineoplastics": mark("Cancer drugs (antineoplastics)"),
    "antipsychotics": mark("Drugs for psychosis (antipsychotics)"),
    "antiretrovirals": mark("Drugs for HIV (antiretrovirals)"),
    "immunosuppressants": mark("Drugs after a transplant (immunosuppressants)"),
}
"""The protected classes in plain words, by the first word of their name; other classes go by their own name."""
_FLAGS = {
    ClassFlag.PROTECTED_MISSING: mark("lacks a protected drug"),
    ClassFlag.ALL_RESTRICTED: mark("all need approval or another drug first"),
    ClassFlag.ALL_SPECIALTY: mark("all on the specialty tier"),
}
_STATES = (
    (Tone.PLAN, mark("Listed, no rule of the plan")),
    (Tone.MAKER, mark("On the specialty tier")),
    (Tone.HELP, mark("Needs approval or another drug first")),
    (Tone.BAD, mark("Not on the list")),
)


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "Plans choose which drugs they list and which rules they set. Here you see, class by class, which drugs each plan leaves out, "
        "which need approval or another drug first, and which are on its tier for costly drugs."
    )
    return (Paragraphs((text,)),)


def class_words(of: DrugClass) -> str:
    """A class as a choice shows it, with whether the law protects it."""
    return say("{name}, protected by law", name=class_name(of)) if of.protected else class_name(of)


def class_name(of: DrugClass) -> str:
    """A class in plain words."""
    first = of.name.split()[0]
    if of.protected and first in CLASSES:
        return say(CLASSES[first])
    name = say(of.name)
    return name[0].upper() + name[1:]


def sections(found: FormularyMap, of: DrugClass) -> Sections:
    """The class that was chosen in a sentence, a picture and a table; then all classes, and the law."""
    place = found.classes.index(of)
    rows = [(one, one.classes[place]) for one in found.plans]
    return (
        Headline(_headline(of, [row for _, row in rows])),
        class_figure(of, rows),
        Fold(say("The same in numbers"), (class_table(of, rows),)),
        Fold(say("All protected classes"), (map_table(found),)),
        Fold(say("Each drug of the class"), (drugs_table(of, [row for _, row in rows]),)),
        Fold(say("How to read this"), (Bullets(_notes(found)),)),
        *law_sections(found.rules),
    )


def _headline(of: DrugClass, rows: Sequence[ClassOnPlan]) -> str:
    all_free, plans = sum(len(row.free) == len(of.ingredients) for row in rows), len(rows)
    lacking = sum(bool(row.missing) for row in rows)
    return say(
        "{name}: {lacking} of {plans} plans leave a drug out. {free} list all {drugs} without a rule or a costly tier.",
        name=class_name(of),
        lacking=lacking,
        plans=plans,
        free=all_free,
        drugs=len(of.ingredients),
    )


def class_figure(of: DrugClass, rows: Sequence[tuple[PlanOnMap, ClassOnPlan]]) -> Drawing:
    """A lane a plan, a cell a drug: free, on the specialty tier, restricted, not listed."""
    drawn = tuple(_lane(one, row, len(of.ingredients)) for one, row in rows)
    legend = legend_of((tone, say(words)) for tone, words in _STATES)
    return lanes(drawn, (), _headline(of, [row for _, row in rows]), legend=legend)


def _counts(row: ClassOnPlan) -> tuple[int, int, int, int]:
    """Free, on the specialty tier alone, restricted, missing: each drug once."""
    return len(row.free), len(row.open & row.specialty), len(row.restricted), len(row.missing)


def _lane(one: PlanOnMap, row: ClassOnPlan, drugs: int) -> Lane:
    spans, begins = [], 0
    for (tone, _), count in zip(_STATES, _counts(row), strict=True):
        spans.append(Span(begins / drugs, (begins + count) / drugs, tone, count))
        begins += count
    note = say("{listed} of {drugs} listed", listed=len(row.listed), drugs=drugs)
    return Lane(plan_name(one.plan), note, tuple(spans))


def class_table(of: DrugClass, rows: Sequence[tuple[PlanOnMap, ClassOnPlan]]) -> Table:
    """The picture's numbers."""
    columns = (
        Column(say("Plan")),
        Column(say("Basic or enhanced")),
        Column(say("No rule"), True),
        Column(say("Specialty tier"), True, say("Specialty")),
        Column(say("Approval or another drug first"), True, say("Rule")),
        Column(say("Not listed"), True),
    )
    body = tuple((_marked(one.plan), benefit_words(one.plan), *map(str, _counts(row))) for one, row in rows)
    return Table(say("{name}: drugs by plan", name=class_name(of)), columns, body)


def _marked(plan: Plan) -> str:
    return " ".join((plan_name(plan), *plan_marks(plan)))


def map_table(found: FormularyMap) -> Table:
    """Plans by protected classes; what stands out is said in words."""
    protected = [place for place, of in enumerate(found.classes) if of.protected]
    columns = (Column(say("Plan")), *(Column(class_name(found.classes[place])) for place in protected))
    rows = tuple((plan_cell(one.plan, found.info.as_of), *(_cell(one.classes[place]) for place in protected)) for one in found.plans)
    return Table(say("Drugs listed, and how many have a rule or are on the specialty tier"), columns, rows)


def _cell(row: ClassOnPlan) -> str:
    counts = {"listed": len(row.listed), "all": len(row.of.ingredients), "rules": len(row.restricted), "costly": len(row.specialty)}
    said = say("{listed} of {all}; {rules} with a rule; {costly} costly", **counts)
    flags = ", ".join(say(_FLAGS[flag]) for flag in row.flags)
    return f"{said} ({flags})" if flags else said


def drugs_table(of: DrugClass, rows: Sequence[ClassOnPlan]) -> Table:
    """Each drug: how many plans list it, restrict it, or have it on the specialty tier."""
    columns = (
        Column(say("Drug")),
        Column(say("Listed"), True),
        Column(say("With a rule"), True),
        Column(say("Specialty tier"), True),
    )
    body = tuple(
        (drug, *(str(sum(drug in getattr(row, name) for row in rows)) for name in ("listed", "restricted", "specialty")))
        for drug in of.ingredients
    )
    return Table(say("Plans of {plans} by drug", plans=len(rows)), columns, body)


def _notes(found: FormularyMap) -> tuple[str, ...]:
    threshold = (
        say("In {year} the year's limit for the specialty tier is not known to us.", year=found.info.plan_year)
        if found.specialty_threshold is None
        else say(
            "In {year} a plan may put a drug on its specialty tier only if it costs more than {amount} for 30 days.",
            year=found.info.plan_year,
            amount=shown(found.specialty_threshold),
        )
    )
    return (
        say("A drug counts as listed if the plan lists any product of it. It has a rule if each of its products has one."),
        say("Only drugs that some plan in these files lists are counted. A class may have more, and a class without any is not shown."),
        say("Approval may only settle whether Part B pays. The files don't tell the two apart. Free first refills are not in the files."),
        threshold,
        say("The protected classes follow a file of FDA: {source}. Drugs with several uses count in each class.", source=found.source),
        say("What stands out is a sign to look closer. It is not a finding that a plan breaks the law."),
    )
