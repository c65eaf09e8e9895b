"""The questions of the benefit by year: the year, the cost, the mix of brands and generics, a year to compare with."""

from __future__ import annotations

from finder.domain.benefit_year import BenefitYear
from finder.domain.money import dollars, rounded_cents
from finder.explain.explainers import benefit_year as words
from finder.explain.messages import say
from finder.explain.plans.hand_back import cost_source
from finder.questions.explainers.benefit_year import benefit_year, brand_share, plan_years
from finder.questions.explainers.medication_therapy import yearly_drug_cost
from pages.parts.catalog import place_of_latest
from pages.parts.frame import say_damaged, show
from pages.parts.plan_choice import chosen_cost
from pages.parts.screen import st
from pages.parts.session import Session

_COST, _SHARE = 6_000_00, 50_00
"""The yearly cost and the share of brands where no list tells them."""


def ask_benefit(session: Session) -> tuple[BenefitYear | None, BenefitYear | None]:
    """The year chosen and the one to compare with; None where no cost was typed, or no other year chosen. Raises Refusal for a year in the
    address that we do not have."""
    known = chosen_cost(session)
    gross, share = (yearly_drug_cost(known), brand_share(known)) if known else (_COST, _SHARE)
    if known:
        show(cost_source(known))
    left, right = st.columns(2)
    cost = left.number_input(say(words.COST), 0.0, 1_000_000.0, float(dollars(gross)), 500.0, key=session.key(f"benefit-cost-{gross}"))
    others = [words.NO_YEAR, *map(str, plan_years())]
    against = right.selectbox(say(words.COMPARE), others, 0, say, key=session.key("benefit-against"))
    brands = st.slider(say(words.BRANDS), 0, 100, share // 100, 5, format="%d%%", key=session.key(f"benefit-brands-{share}"))
    year = _ask_year(session)
    if not cost:
        return None, None
    asked = rounded_cents(str(cost)), brands * 100
    return benefit_year(year, *asked), None if against == words.NO_YEAR else benefit_year(int(against), *asked)


def _ask_year(session: Session) -> int:
    """The year on a slider: the one of the address, else of the comparison, else the latest with plans."""
    years = list(reversed(plan_years()))
    asked = st.query_params.get("year", "")
    if asked.isdecimal() and int(asked) not in years:
        del st.query_params["year"]
        benefit_year(int(asked), 0, 0)  # refuses it by name
    first = session.comparison.info.plan_year if session.comparison else years[place_of_latest(years)]
    first = int(asked) if asked.isdecimal() and int(asked) in years else first
    year = int(st.select_slider(say(words.YEAR), years, first, key=session.key("benefit-year")))
    say_damaged()
    st.query_params["year"] = str(year)
    return year
