"""What the page of the report says: what is in it, what each file is for, and what is missing."""

from __future__ import annotations

from finder.domain.report import Report
from finder.explain.words import counted, plan_name

LEAD = "Here you can take your answer home. The report has two pages in large print. More pages with every detail follow."
EMPTY = "First find plans for your drugs. Then you can print your answer here."
NO_PDF = "This computer can't make a PDF. Save the report as a web page, open it and print it."
HOW_TO_PRINT = "Open the web page in any browser and print it. It needs no internet."
OTHER_YEAR = "The second person's answer is of another place or year, so it is left out. Go to Couple and compare for both again."
SPREADSHEETS = "For a spreadsheet (CSV): all plans, all your drugs, and each time you buy a drug."
CALENDAR = "The calendar file has dates only. It names no drug and no plan."


def inside(report: Report) -> tuple[str, ...]:
    """What the report holds, a line each."""
    said = []
    for place, person in enumerate(report.people, start=1):
        whose = f"Person {place}: " if len(report.people) > 1 else ""
        plans, drugs = counted(len(person.comparison.plans), "plan"), counted(len(person.cost.drugs), "drug")
        said.append(f"{whose}{plans} for {drugs}. It tells the whole year at {plan_name(person.cost.plan)}.")
        found = [
            words
            for words, there in (("your What if", person.what_if), ("when to buy", person.timing), ("how sure it is", person.how_sure))
            if there is not None
        ]
        said += [f"{whose}It tells {words} too." for words in found]
    return tuple(said)
