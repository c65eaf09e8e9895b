"""The words of the page of a caseload: what it takes, what it says of people without an answer, and its files. Grade 8."""

from __future__ import annotations

from finder.explain.messages import mark, say, say_count

TITLE = mark("Caseload")
INTRO = mark("Compare plans for many people at once: your caseload before open enrollment, or people made up from public counts.")
STAYS = mark("Everything stays in this window's memory. Starting over or closing it leaves nothing behind.")
SOURCE = mark("Where do the people come from?")
FILE, PASTE, MADE = mark("A file"), mark("Lists that I paste"), mark("Made-up people")
YEAR = mark("Plan year")
UPLOAD = mark("A file with a row for each drug (CSV, Excel or JSON Lines), or session files from the Desk")
FILE_HELP = mark(
    "A row a drug: member (your own number, no name), zip, and rxcui, ndc or name with quantity and days_supply. More columns are optional,"
    " such as low_income_subsidy and current_plan."
)
LISTS = mark("All lists, with a line of dashes between two people")
LISTS_HELP = mark(
    "After the dashes you may write what differs for the next person: your own number, a ZIP code, a plan id, a help level. For example:"
    " --- 12 01604 S4802-080-000 full_other"
)
ZIP = mark("ZIP code of the people whose line names none")
COUNTY = mark("County")
HELP = mark("Their Extra Help")
PLAN = mark("The plan they have (its id, empty for none)")
STATE = mark("State")
SIZE = mark("How many people")
SEED = mark("Seed: the same number always makes the same people")
ADJUST = mark("Change what is assumed")
HELP_SHARE = mark("Of 100 people, how many have Extra Help")
MEDICAID_SHARE = mark("Of 100 with Extra Help, how many have Medicaid")
NO_PLAN_SHARE = mark("Of 100 people, how many have no plan yet")
DRUGS = mark("Drugs a person (0: from 1 to 12, as assumed)")
START = mark("Answer everyone")
OTHERS = mark("Other people")
OPEN_QUESTIONS = mark("Open questions")
QUESTIONS = mark("Download the questions")
ANSWERS = mark("The questions file with your answers")
TAKE_ANSWERS = mark("Answer everyone again")
REJECTS = mark("Download who was refused, and why")
DROP = mark("What if a plan drops a drug?")
DROP_PLAN = mark("Plan")
DROP_DRUG = mark("Drug")
DROP_START = mark("Show who is hurt")
NOTHING_TO_DROP = mark("No drug is taken by enough people of one plan to be told of.")
FILES = mark("To keep")
REPORT_PAGE = mark("Download the report")
REPORT_PDF = mark("Download the report as PDF")
GROUPS = mark("Download the tables (CSV)")
MAKE_FILES = mark("Make each person's rows")
PLANS_FILE = mark("Download every plan of each person (CSV)")
PEOPLE_FILE = mark("Download a row a person (CSV)")
OWN_ROWS = mark("These files hold a row for each person. They are yours: keep them as you keep your clients' papers.")
MADE_OF = mark("What these people are made of")
REPORT_TITLE = mark("Caseload report")
STOPPED = mark("You stopped the work. The figures are of the people answered so far.")
BAD_ZIP = mark("Type a ZIP code of five digits.")
NO_FILE = mark("Choose a file first.")


def bound_sentence(most: int, *, own_machine: bool) -> str:
    """How many people the page takes."""
    if own_machine:
        return say("This page takes up to {most} people.", most=f"{most:,}")
    return say("On this shared server the page takes up to {most} people. On your own computer it takes more.", most=f"{most:,}")


def not_in_it(asked: int, refused: int) -> str:
    """How many people are in no figure, and why."""
    waiting = say_count("{count} person waits for an answer to a question.", "{count} people wait for an answer to a question.", asked)
    no_row = say_count("{count} person was refused.", "{count} people were refused.", refused)
    said = " ".join(sentence for sentence, count in ((waiting, asked), (no_row, refused)) if count)
    return say("{who} They are in no figure here. See below.", who=said)


def asked_sentence(people: int) -> str:
    """How many people wait for an answer to a question."""
    return say_count(
        "{count} person has no answer yet: a line of the list leaves something open.",
        "{count} people have no answer yet: a line of each list leaves something open.",
        people,
    )


def how_to_answer() -> str:
    """How the questions file is answered."""
    return say(
        "All questions are in one file. In a spreadsheet, copy the number of the right choice into rxcui, fill in quantity and days_supply"
        " where they differ, or write yes in leave_out. Then give the file back."
    )


def refused_sentence(people: int) -> str:
    """How many people were refused."""
    return say_count("{count} person was refused: a row can't be read.", "{count} people were refused: a row can't be read.", people)


def too_few(people: int, *, rows_below: bool) -> str:
    """In place of groups of fewer than 11 people."""
    return say(
        mark(
            "{count} people have an answer. Counts are shown for 11 people and more, so that nobody can be told from them. For fewer, use"
            " the Desk, or download the rows below."
        )
        if rows_below
        else mark("{count} people have an answer. Counts are shown for 11 people and more, so that nobody can be told from them."),
        count=people,
    )
