"""What was expected and found, as refusals say it in English, for a reader of another language. ``Problem`` is what programs read."""

from __future__ import annotations

import re
from functools import cache, reduce

from finder.domain.errors import Problem
from finder.explain.messages import ENGLISH, language, mark, say

_SAID = (
    mark("nothing"),
    mark("none"),
    mark("none of them"),
    mark("both"),
    mark("fewer"),
    mark("1 or more"),
    mark("something else"),
    mark("at least one drug"),
    mark("at least one line with a drug"),
    mark("a ZIP code that we know"),
    mark("a county with plans of those kinds in this catalog"),
    mark("a drug of this catalog"),
    mark("a level of Extra Help"),
    mark("the level of Extra Help that was granted"),
    mark("a session file of one person"),
    mark("each drug once, with all that is taken of it"),
    mark("one county for both"),
    mark("plans of this comparison"),
    mark("the first day of the month that was not paid"),
    mark("the last day of a month, as Extra Help ends with one"),
    mark("the last day of a month"),
    mark("the name of an illness"),
    mark("the store's own price, for a store outside the network"),
    mark("January 1, the day on which a plan's year ends or goes on"),
    mark("one without plans here"),
    mark("a day from July to December, as such a letter is about the next January 1"),
    mark("a month from 2011 on, when Medicare began to ask for this amount"),
    mark("a day from {first} to {last}"),
    mark("a day in {first} to {last}"),
    mark("a year from {first} to {last}"),
    mark("a plan year from {first} to {last}"),
    mark("a number of months from {first} to {last}"),
    mark("{first} to {last} different plans"),
    mark("a day on or before today ({day})"),
    mark("a day on or before on ({day})"),
    mark("a day on or before ({day})"),
    mark("a day on or before {day}"),
    mark("a day on or after on ({day})"),
    mark("a day on or after ({day})"),
    mark("a day on or after {day}"),
    mark("a day no later than {day}"),
    mark("a day after {day}, at most twelve months on"),
    mark("a day before the end of {year}"),
    mark("a day in {year}"),
    mark("a day of {year}"),
    mark("a date in {year}"),
    mark("a plan of {year}"),
    mark("a plan of {year} in the catalog"),
    mark("a plan year that this program has plans for ({years})"),
    mark("a level of Extra Help that {year} has"),
    mark("at most the premium ({amount})"),
    mark("at most the limit, {amount}"),
    mark("at most {most} lines"),
    mark("at most {most} letters in line {line}"),
    mark("{least} (the law's least) to {most} months"),
    mark("{least} to {most} in {year}"),
    mark("one of {count}"),
    mark("a session file of version {version} or older"),
    mark("version {version}, saved by a newer program"),
    mark("a session file as this program saves it"),
)
_SAID_BY_COMMANDS = (
    mark("'PDP' or 'MA-PD'"),
    mark("'PDP', 'MA-PD' or 'SNP'"),
    mark("'defined_standard'"),
    mark("{day} or later, when Medicare starts"),
    mark("JSON numbers"),
    mark("a day"),
    mark("a cost share for tier {tier}, channel {channel}, days supply {days} (for {fill})"),
    mark("a day after {day}, when the entry before it starts"),
    mark("a day after {day}, when the entry before it ends"),
    mark("a day after {day} (from)"),
    mark("a day in {year} or later"),
    mark("a drug of the list"),
    mark("a drug of this catalog; did you mean {drugs}"),
    mark("a factor above 0 and at most {most}"),
    mark("a quantity above 0 and at most {most}"),
    mark("a file that can be read"),
    mark("a length of fill that splits the amount of {drug} into whole packages"),
    mark("at least one kind of pharmacy"),
    mark("at most {amount}, the gross drug cost so far"),
    mark("at most {amount}, the year's threshold"),
    mark("each day once"),
    mark("each drug of the list once"),
    mark("each field once"),
    mark("exactly one of initial_enrollment_end, birth_date and medicare_start"),
    mark("objects and lists nested at most {count} deep"),
    mark("one product of {products}"),
    mark("text in UTF-8"),
    mark("text without control characters"),
    mark("the first day of a month"),
    mark("the {key} of one of the {count} drugs of this catalog ({covers})"),
    mark("with medicare_by_disability, exactly one of medicare_start and initial_enrollment_end (the first period), and {more}"),
    mark("a value"),
    mark("text"),
    mark("an integer"),
    mark("a number"),
    mark("true or false"),
    mark("a list"),
    mark("an object"),
    mark("null"),
    mark("5 digits"),
    mark("no problem"),
    mark("one drug"),
    mark("a list with at least {least}"),
    mark("a list with at most {most}"),
    mark("at least {least} characters"),
    mark("at most {most} characters"),
    mark("text that matches {pattern}"),
    mark('dollars with at most two decimals, such as "1234.50"'),
    mark("dollars from {first} to {last}"),
    mark("dollars from {first} to {last}, such as {example}"),
    mark('dollars a unit with at most five decimals, such as "1.25"'),
    mark('a fraction with at most four decimals, such as "0.25"'),
    mark("a fraction from 0 to 1"),
    mark('a factor above 0 and up to 10, such as "0.90"'),
    mark("a date written YYYY-MM-DD"),
    mark('a time of day written HH:MM, such as "09:30"'),
    mark("a whole number from {first} to {last}"),
    mark("a JSON document, or - for standard input"),
    mark("a JSON document"),
    mark("{first} to {last} decimals"),
    mark('a quantity above 0 with at most three decimals, such as "30"'),
    mark("exactly one of rxcui, ndc and name"),
    mark("rxcui, ndc or name"),
    mark("either fills_per_year or dates"),
    mark("a brand, as {drug} is a generic in this catalog"),
    mark("a drug without anything left open"),
    mark("a ZIP code of the United States"),
    mark("a ZIP code of one county"),
    mark("one of {counties}, because ZIP {zip_code} spans several counties"),
    mark("a ZIP that this catalog covers ({covers}; to add {place}: {command})"),
    mark("kinds of plan that serve {county} County: {kinds}"),
    mark("a plan of this catalog ({plans})"),
    mark("catalogs of {year} and {next}"),
    mark("the two letters of a state, DC or a territory, such as MA"),
    mark("a drug of the catalog"),
    mark("the first of a month in {year}"),
    mark("a coverage_start on the first of a month in {year}"),
    mark("a date in {year}, on or after the start of coverage"),
    mark("the first day of a month from {first} to {last}"),
    mark("a last day (through) on or after the first (from)"),
    mark("a date after {day}, the one before it"),
    mark("each fill on a day from {first}, when coverage starts, to {last}"),
    mark("a year through {year}, the year of the plan now"),
    mark("nothing: both years are counted from January to December"),
    mark("{day} or later, when Medicare starts (before {years})"),
    mark("{day} or later, when the first of these periods ended"),
    mark("a day before {day}, when Medicare by age (65) starts"),
    mark("a day before {day}, when the second period ends"),
    mark("paid_on no earlier than dispensed_on"),
    mark("dispensed_on and paid_on together, or neither"),
    mark("second_initial_enrollment_end only with medicare_by_disability: true"),
    mark("yearly_drug_cost and brand_share together, or neither"),
    mark("yearly_drug_cost and brand_share beside against"),
    mark("either design or plans"),
    mark("fills, or claims"),
    mark("drugs or a purchase"),
    mark("either {one} or {other}"),
    mark("this field only with {other}"),
    mark("plan_year only with the group stayer"),
    mark("immediate_change only with the group stayer"),
    mark("either income, or unearned_income and earned_income"),
    mark("income_period (month or year) beside unearned_income and earned_income"),
    mark("a household of 2 or more for a couple"),
    mark("no more than what was paid (should_have_paid)"),
    mark("expedited or payment, not both: a request about money cannot be expedited"),
    mark("a kind that pays after Part D ({kinds})"),
    mark("parts of a letter of kind {kind}"),
    mark("at least one need, or null"),
    mark("no needs, since special needs plans are not asked for"),
    mark("PDP, MA-PD or both, with or without SNP"),
    mark("one of these choices: {choices}"),
    mark("at most {most} scenarios"),
    mark("defined_standard or an object, or plans with their days"),
    mark("at most the negotiated price, of which the fee is a part"),
    mark("either a copay or a coinsurance"),
    mark("min and max only beside a coinsurance"),
    mark("a min no greater than the max"),
    mark("{keys} as keys"),
    mark("one for the whole year in this question"),
    mark("money, as every design of {year} has one"),
    mark("null, as {year} has no coverage gap"),
    mark("nothing, as {year} has no coverage gap"),
    mark("nothing, as {year} has no insulin rule (2023 on)"),
    mark("at least one tier"),
    mark("{day}, since the first entry begins with the year"),
    mark("none or a full level (partial Extra Help ended with 2023)"),
    mark("{months} months from month {first}, not {found}"),
    mark("an income bracket that {year} has ({first} to {last})"),
    mark("from {first} (what the months before joining sum to) to {last} (the year's threshold)"),
    mark("at most {amount}, the dearest month from joining on"),
    mark('"in_force" in {year} (the proposal of 2009 was for 2010 and 2011)'),
    mark("at most part_d_drugs ({count})"),
    mark("at least one of conditions, part_d_drugs, annual_drug_cost and at_risk to say something of the person"),
    mark("0 ({year} has no income-related amount)"),
    mark("a Blue Button bundle with drug claims"),
    mark("a file of text"),
    mark("text saved as UTF-8 (in Excel: CSV UTF-8)"),
    mark("one column with the name of the drug"),
    mark("each meaning for one column only"),
    mark("a number of 1 to 6 digits, not a name or initials, which tell who it is"),
    mark("more than {least}"),
    mark("less than {most}"),
    mark("{least} to {most}"),
    mark("{least} in {year}"),
    mark("one of {words}"),
    mark("at least {least}"),
    mark("at most {most}"),
    mark("the field {field}"),
    mark("a list of {count}"),
    mark("a number of more than {count} digits"),
    mark("more than {count} problems, of which the first {most} are listed"),
    mark("{count} problems, of which the first {most} are listed"),
)
"""The texts of refusals on pages, then those that only commands say. Placeholders stand for what is filled in before: numbers, days,
amounts. What commands for advocates and administrators alone say (batch, simulate, catalog) stays in English."""
_NUMBERS = {"year", "count", "most", "least", "version", "line"}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The texts as patterns, those with most of their own words first: ``either a copay or a coinsurance`` before ``either ... or ...``."""
    fixed_first = sorted((*_SAID, *_SAID_BY_COMMANDS), key=lambda message: len(re.sub(r"\{\w+\}", "", message)), reverse=True)
    return tuple((re.compile(_PLACEHOLDER.sub(_group, re.escape(message))), message) for message in fixed_first)


_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")


def _group(found: re.Match[str]) -> str:
    name = found[1]
    return rf"(?P<{name}>[\d,]+)" if name in _NUMBERS else f"(?P<{name}>.+)"


def refusal_words(text: str) -> str:
    """The text in the language of the moment. One that the list doesn't know stays in English: it is said rather than left out."""
    if language() == ENGLISH:
        return text
    known = _known(text)
    if known is None and " or " in text:  # a value of several shapes: "a number or null"
        parts = [_known(part) or "" for part in text.split(" or ")]
        if all(parts):
            return reduce(lambda one, other: say("{one} or {other}", one=one, other=other), parts)
    return text if known is None else known


def _known(text: str) -> str | None:
    return next((say(message, **found.groupdict()) for pattern, message in _patterns() if (found := pattern.fullmatch(text))), None)


def refusal_line(problem: Problem) -> str:
    """A problem as a command says it, in the language of the moment; addresses and codes stay."""
    if language() == ENGLISH:
        return str(problem)
    expected, found = refusal_words(problem.expected), refusal_words(problem.found)
    return say("{where}: expected {expected}, found {found}", where=problem.where, expected=expected, found=found)
