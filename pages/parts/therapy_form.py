"""The form of the drug review program: illnesses, drugs, yearly cost (from a comparison where there is one), the plan's tests."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.errors import Refusal
from finder.domain.medication_therapy import Sponsor, Therapy, TherapyCase
from finder.domain.money import dollars, rounded_cents
from finder.explain.choices import NOT_SURE
from finder.explain.explainers import medication_therapy as words
from finder.explain.messages import say
from finder.explain.plans.hand_back import cost_source
from finder.questions.explainers.medication_therapy import limits_of, medication_therapy, yearly_drug_cost
from pages.parts.catalog import place_of_latest
from pages.parts.frame import say_damaged, show
from pages.parts.plan_choice import chosen_cost
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session

_MOST = 30
_MINIMUM_ILLNESSES, _MINIMUM_DRUGS = range(2, 7), range(2, 13)
Told = tuple[TherapyCase, tuple[str, ...]]
"""A case, and what the form lacks."""


def ask_therapy(session: Session) -> Therapy | None:
    """The answer for what the person told; None before the form was sent, and where it lacks something, which is said."""
    asked = sent_form(session, "mtm", lambda: _form(session), words.SHOW)
    return None if asked is None else _answer(*asked)


def _form(session: Session) -> Told:
    cost = chosen_cost(session)
    year = st.selectbox(say(words.YEAR), words.YEARS, _first_year(session), key=session.key("mtm-year"))
    say_damaged()
    mine = st.multiselect(
        say(words.WHICH_ILLNESSES), list(words.CONDITIONS), format_func=say, key=session.key("mtm-ill"), placeholder=say(words.CHOOSE)
    )
    others = st.number_input(say(words.OTHER_ILLNESSES), 0, _MOST, None, 1, key=session.key("mtm-others"))
    counted = len(cost.drugs) if cost else None
    drugs = st.number_input(say(words.HOW_MANY_DRUGS), 0, _MOST, counted, 1, key=session.key(f"mtm-drugs-{counted}"))
    if cost:
        show(cost_source(cost))
    known = float(dollars(yearly_drug_cost(cost))) if cost else None
    price = st.number_input(say(words.YEARLY_COST), 0.0, 1e7, known, 100.0, key=session.key(f"mtm-cost-{known}"))
    case = TherapyCase(
        year=year,
        conditions=(*(words.CONDITIONS[name] for name in mine), *(f"other_{number}" for number in range(int(others or 0)))),
        part_d_drugs=int(drugs or 0),
        annual_drug_cost=None if price is None else rounded_cents(str(price)),
        long_term_care=st.checkbox(say(words.NURSING_HOME), key=session.key("mtm-ltc")),
        at_risk=st.checkbox(say(words.AT_RISK), key=session.key("mtm-risk")),
        sponsor=Sponsor(
            _minimum(session, words.PLAN_ILLNESSES, _MINIMUM_ILLNESSES, "mtm-least-ill"),
            _minimum(session, words.PLAN_DRUGS, _MINIMUM_DRUGS, "mtm-least-drugs"),
        ),
    )
    missing = {words.NO_ILLNESS: not mine and others is None, words.NO_DRUGS: drugs is None}
    return case, tuple(sentence for sentence, true in missing.items() if true)


def _minimum(session: Session, label: str, numbers: Iterable[int], name: str) -> int | None:
    """What the plan asks for; None where the person is not sure."""
    chosen = st.selectbox(say(label), [NOT_SURE, *numbers], format_func=_option, key=session.key(name))
    return chosen if isinstance(chosen, int) else None


def _option(option: str | int) -> str:
    return say(option) if isinstance(option, str) else str(option)


def _answer(case: TherapyCase, missing: tuple[str, ...]) -> Therapy | None:
    """The answer; None where something is missing or refused, which is said in a sentence. Being at risk may be enough alone."""
    said = [say(sentence) for sentence in missing]
    if not said or case.at_risk:
        try:
            answer = medication_therapy(case)
        except Refusal as refusal:
            said += words.refusal_sentences(refusal, case, limits_of(case.year))
        else:
            if not said or answer.at_risk:
                return answer
    for sentence in said:
        st.error(sentence)
    return None


def _first_year(session: Session) -> int:
    return words.YEARS.index(session.comparison.info.plan_year) if session.comparison else place_of_latest(words.YEARS)
