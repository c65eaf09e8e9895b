"""What is said of medication therapy management: choices, the answer, the picture and table of its criteria, dates, the sheet to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from finder.domain.errors import Problem, Refusal
from finder.domain.money import shown, to_cents
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription
from finder.explain.explainers.rule_sources import how_sure
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.plans.drugs import prescription_words
from finder.explain.source_words import STATUSES, problem_sentence
from finder.explain.words import UNKNOWN, day, joined, plan_name
from finder.parameters import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    import plotly.graph_objects as go

Answer = Mapping[str, Any]

INTRO = (
    "Some people take many drugs for long-term illnesses. Their plan must then offer free help. A pharmacist goes over all the drugs with "
    "them. Plans call this medication therapy management (MTM)."
)
EMPTY = "Fill in the form and press Show my answer."
NO_ILLNESS = "Please choose your long-term illnesses. If you have none, type 0 for how many others."
NO_DRUGS = "Please say how many drugs you take for a long time. If you take none, type 0."
AT_RISK_ASKED = "My plan limits opioids or another risky drug for me"
CONDITIONS = {
    "Alzheimer's disease": "alzheimers_disease",
    "Arthritis or weak bones": "bone_disease_arthritis",
    "Asthma, COPD or other lung disease": "respiratory_disease",
    "Depression or other mental illness": "mental_health",
    "Diabetes": "diabetes",
    "Heart failure": "heart_failure",
    "High blood pressure": "hypertension",
    "High cholesterol": "dyslipidemia",
    "HIV or AIDS": "hiv_aids",
    "Kidney failure (dialysis)": "end_stage_renal_disease",
}
OTHER = "another illness"
YEARS = list(range(LAST_YEAR, FIRST_YEAR - 1, -1))
_ELIGIBLE = {
    "yes": "Yes. Your plan must offer you this program.",
    "no": "No. A plan need not offer you this program.",
    "plan_decides": "Maybe. It depends on what your plan asks for.",
}
_NAMES = {"conditions": "Long-term illnesses", "drugs": "Part D drugs", "cost": "Yearly cost of the drugs"}
_MET = {"yes": "Yes", "no": "No", "plan_decides": "The plan decides"}
_NEXT = {
    "yes": "Call your plan. Say: I would like my yearly review of all my drugs. When can I have it?",
    "no": "You can still ask your drug store or doctor to go over all your drugs with you.",
    "plan_decides": "Call your plan. Ask: Do I qualify for medication therapy management? How many illnesses and drugs do you ask for?",
}
_INK, _YOURS, _ASKED = "#1a1a1a", "#0b4a8f", "#f5c26b"
_AT_RISK = "Your plan limits a risky drug for you. That alone is enough."


def headline(answer: Answer) -> tuple[str, ...]:
    """The answer in a few sentences: yes, no or maybe, and the criteria that decided."""
    because = answer["because"]
    if because == ["at_risk"]:
        return (_ELIGIBLE["yes"], _AT_RISK)
    names = joined(_NAMES[name].lower() for name in because)
    deciding = {"yes": "You meet all three tests.", "no": f"This test is not met: {names}.", "plan_decides": f"Left to the plan: {names}."}
    return (_ELIGIBLE[answer["eligible"]], deciding[answer["eligible"]])


def next_step(answer: Answer) -> str:
    """A plain next step."""
    return _NEXT[answer["eligible"]]


def criteria_table(answer: Answer) -> Table:
    """The three criteria: what the person has, what is asked, how it stands, how sure we are."""
    columns = (Column("Test"), Column("You", True), Column("Asked for", True), Column("Met?"), Column("How sure we are"))
    return Table(f"The tests of {answer['year']}", columns, tuple(_criterion_row(criterion) for criterion in answer["criteria"]))


def _criterion_row(criterion: Answer) -> tuple[str, ...]:
    sure = how_sure(criterion)
    if criterion["amount_status"]:
        sure = f"{sure} The amount: {STATUSES[criterion['amount_status']].lower()}."
    return (_NAMES[criterion["criterion"]], _yours(criterion), _asked(criterion), _MET[criterion["met"]], sure)


def _yours(criterion: Answer) -> str:
    if criterion["yours"] == "unknown":
        return UNKNOWN
    if criterion["criterion"] == "cost":
        return shown(to_cents(criterion["yours"]))
    surely, _, possibly = criterion["yours"].partition(" to ")
    return f"{possibly}, of which {surely} count in every plan" if possibly else str(surely)


def _asked(criterion: Answer) -> str:
    asked = criterion["asked"]
    if asked == "unknown":
        return UNKNOWN
    if criterion["criterion"] == "cost":
        above = criterion["law"] == "proposed" or "more than" in criterion["says"]
        return f"more than {shown(to_cents(asked))}" if above else f"{shown(to_cents(asked))} or more"
    return f"the plan's own number, {asked}" if "to" in asked or "more" in asked else f"{asked} or more"


def schedule_table(answer: Answer) -> Table:
    """The dates of the program's year."""
    rows = tuple((_day(entry["by"]), entry["title"], entry["says"]) for entry in answer["schedule"])
    return Table(f"What happens in {answer['year']}, if you are in", (Column("By"), Column("What"), Column("What it means")), rows)


def services(answer: Answer) -> tuple[str, ...]:
    """What the program gives, and what is special in a nursing home."""
    said = [service["says"] for service in answer["services"]]
    talk = answer["services"][0].get("interactive") if answer["services"] else None
    if talk == "not_required":
        said.append("In a nursing home the talk itself may be left out.")
    if talk == "unknown":
        said.append("In a nursing home the talk was once left out. We have not read this year's rule on that.")
    return tuple(said)


def notes(answer: Answer) -> tuple[str, ...]:
    """What is not sure about the answer, to be read beside it."""
    return tuple(answer["notes"])


_MINIMUMS = {"$.sponsor.minimum_conditions": "long-term illnesses", "$.sponsor.minimum_drugs": "drugs"}


def refusal_sentences(refusal: Refusal) -> tuple[str, ...]:
    """What is wrong with the form, in its own words."""
    return tuple(_refused(problem) for problem in refusal.problems)


NOTHING_TOLD = (
    "This program is for people with long-term illnesses and many drugs. You told us of none. "
    "Tell us of an illness, how many drugs you take, or what they cost in a year."
)


def _refused(problem: Problem) -> str:
    if problem.where == "$":
        return NOTHING_TOLD
    if problem.where not in _MINIMUMS:
        return problem_sentence(problem)
    limits, _, year = problem.expected.partition(" in ")
    return f"In {year} a plan may ask for {limits} {_MINIMUMS[problem.where]}. You said {problem.found}. Please check with your plan."


def criteria_figure(answer: Answer) -> Figure:
    """Yours against what is asked, a panel a criterion, each on its own scale."""
    from plotly.subplots import make_subplots

    told = [criterion for criterion in answer["criteria"] if criterion["yours"] != "unknown" and criterion["asked"] != "unknown"]
    titles = [_NAMES[criterion["criterion"]] for criterion in told]
    figure = make_subplots(rows=max(len(told), 1), cols=1, subplot_titles=titles or None, vertical_spacing=0.24)
    for row, criterion in enumerate(told, start=1):
        for bar in _bars(criterion):
            figure.add_trace(bar, row=row, col=1)
    figure.update_layout(
        height=150 * max(len(told), 1) + 40,
        margin={"l": 10, "r": 20, "t": 40, "b": 20},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(rangemode="tozero", gridcolor="#d0d4da", fixedrange=True, nticks=5)
    figure.update_yaxes(automargin=True, fixedrange=True, autorange="reversed")
    figure.update_annotations(font={"size": 15, "color": _INK}, x=0, xanchor="left")
    return Figure(figure, _alt(answer))


def _bars(criterion: Answer) -> list[go.Bar]:
    import plotly.graph_objects as go

    yours, asked = _numbers(criterion["yours"]), _numbers(criterion["asked"])
    amounts = {"You": yours[-1], "Asked, least": asked[0], "Asked, most": asked[-1]}
    if len(asked) == 1:
        amounts = {"You": yours[-1], "Asked": asked[0]}
    texts = [shown(to_cents(a)) if criterion["criterion"] == "cost" else a for a in amounts.values()]
    return [
        go.Bar(
            orientation="h",
            y=list(amounts),
            x=[float(amount) for amount in amounts.values()],
            text=texts,
            textposition="auto",
            textangle=0,
            marker={"color": [_YOURS] + [_ASKED] * (len(amounts) - 1), "line": {"color": _INK, "width": 1}},
            hoverinfo="skip",
        )
    ]


def _numbers(words: str) -> list[str]:
    return [word for word in words.split(" ") if word.replace(".", "", 1).isdigit()]


def _alt(answer: Answer) -> str:
    parts = [f"{_NAMES[c['criterion']]}: you {_yours(c)}, asked {_asked(c)}, met: {_MET[c['met']].lower()}" for c in answer["criteria"]]
    return f"{'; '.join(parts)}."


def cost_of(cost: PlanCost) -> str:
    """The yearly price of the covered drugs at a plan, for the form: dollars with two decimals."""
    total = sum(entry.gross_drug_cost for entry in cost.months)
    return f"{total // 100}.{total % 100:02d}"


def cost_source(cost: PlanCost) -> str:
    """Where that cost comes from."""
    return f"The yearly cost comes from your list at {plan_name(cost.plan)}: what you and the plan pay together."


def sheet_html(answer: Answer, drugs: Sequence[str]) -> str:
    """The sheet for the review, a page that prints by itself: what is known is filled in, the rest has room to write. Escaped."""
    rows = [*drugs, *[""] * max(12 - len(drugs), 3)]
    cells = "".join(f"<tr><td>{escape(name)}</td><td></td><td></td><td></td></tr>" for name in rows)
    asked = "".join(f"<li>{escape(question)}<div class='line'></div></li>" for question in _QUESTIONS)
    dates = "".join(f"<li>{escape(_day(entry['by']))}: {escape(entry['title'])}</li>" for entry in answer["schedule"])
    return _SHEET.format(year=answer["year"], cells=cells, questions=asked, dates=dates or "<li>Ask your plan</li>")


_QUESTIONS = (
    "Which drugs without a prescription, herbs or vitamins do I take?",
    "What am I allergic to?",
    "Which drug makes me feel unwell? How?",
    "Which drug do I skip or split? Why?",
    "Does any drug do the same as another? Can one stop?",
    "Is there a drug that works as well and costs less?",
    "What do I want to ask?",
)
_SHEET = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>My drug review</title><style>
body {{font: 18px/1.4 sans-serif; margin: 2rem; color: #1a1a1a;}} h1 {{font-size: 1.6rem;}} h2 {{font-size: 1.2rem;}}
table {{border-collapse: collapse; width: 100%;}} th, td {{border: 1px solid #1a1a1a; padding: .4rem; text-align: left; height: 2rem;}}
.line {{border-bottom: 1px solid #1a1a1a; height: 2.2rem;}} li {{margin: .5rem 0; break-inside: avoid;}}
@media print {{body {{margin: 0;}}}}
</style></head><body><h1>My drug review, {year}</h1>
<p>Bring this sheet and all your bottles. Ask for a written summary.</p>
<h2>My drugs</h2><table><thead><tr><th scope="col">Drug</th><th scope="col">What it is for</th><th scope="col">How I take it</th>
<th scope="col">Trouble with it</th></tr></thead><tbody>{cells}</tbody></table>
<h2>Before the review</h2><ol>{questions}</ol><h2>Dates</h2><ul>{dates}</ul>
<p>This sheet was made on this computer and sent nowhere. It has no name on it. Write yours if you like.</p></body></html>"""


def sheet_drugs(prescriptions: Iterable[Prescription]) -> list[str]:
    """The drugs of a list as the sheet names them, with amount and days."""
    return [prescription_words(prescription) for prescription in prescriptions]


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
