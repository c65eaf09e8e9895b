"""The questions of the retiree drug subsidy: the plan year, each retiree's costs, rebates, and the actuary's dates."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.money import LARGEST, WHOLE, Cents, share_of, to_cents
from finder.domain.months import YEAR_MONTHS, Days, month_later
from finder.domain.retiree_drug_subsidy import Retiree
from finder.explain.explainers import retiree_drug_subsidy as words
from finder.explain.messages import say
from finder.explain.words import month
from finder.questions.explainers.benefit_year import plan_years
from pages.parts.catalog import place_of_latest
from pages.parts.dates import ask_day
from pages.parts.screen import st
from pages.parts.session import Session

_PERCENT = WHOLE // 100
_EXAMPLE = "6000\n1800"


class Asked(NamedTuple):
    """What was asked; ``retirees`` are empty where a line could not be read, which is said."""

    plan_year: Days
    retirees: list[Retiree]
    attested_on: date | None
    published_on: date | None


def ask(session: Session) -> Asked:
    """The plan year and the retirees."""
    known = list(plan_years())
    left, right = st.columns(2)
    year = left.selectbox(say(words.YEAR), known, place_of_latest(known), key=session.key("retiree-year"))
    begins = right.selectbox(say(words.BEGINS), range(1, YEAR_MONTHS + 1), 0, month, key=session.key("retiree-month"))
    typed = st.text_area(say(words.COSTS), _EXAMPLE, key=session.key("retiree-costs"))
    rebates = _percent(session, words.REBATES, "retiree-rebates", 50)
    first = date(year if begins == 1 else year - 1, begins, 1)
    before = _percent(session, words.BEFORE, "retiree-before", 100) if first.year < min(known) else 0
    attested = published = None
    if begins != 1:
        published = ask_day(session, say(words.PUBLISHED, year=year), f"retiree-published-{year}")
        attested = ask_day(session, say(words.ATTESTED), f"retiree-attested-{year}")
    plan_year = Days(first, date.fromordinal(month_later(first, YEAR_MONTHS).toordinal() - 1))
    retirees = [Retiree(cost, share_of(cost, rebates), share_of(cost, before)) for cost in _amounts(typed)]
    return Asked(plan_year, retirees, attested, published)


def _percent(session: Session, label: str, name: str, most: int) -> int:
    return int(st.slider(say(label), 0, most, 0, 5, format="%d%%", key=session.key(name))) * _PERCENT


def _amounts(typed: str) -> list[Cents]:
    """The amounts typed; none where a line is no amount, which is said in a sentence."""
    lines = [line.strip().lstrip("$").replace(",", "") for line in typed.splitlines() if line.strip()]
    amounts = []
    for line in lines:
        try:
            amount = to_cents(line)
        except ValueError:
            amount = -1
        if not 0 <= amount <= LARGEST:
            st.error(words.not_read(line))
            return []
        amounts.append(amount)
    if not amounts:
        st.error(words.nothing_typed())
    return amounts
