"""The form of two homes: both ZIP codes, the days, and the plan, which the answer at hand fills in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.rights import AwayPlan
from finder.domain.two_homes import Place, StoresNear, TimeAway, TwoHomes
from finder.explain.explainers import two_homes as words
from finder.explain.messages import say
from finder.explain.words import five_digits
from finder.questions.explainers.two_homes import two_homes
from finder.questions.plans.two_homes import serves
from pages.parts.catalog import catalog_behind, catalog_of
from pages.parts.catalog_files import open_infos
from pages.parts.dates import ask_day
from pages.parts.person import networks_of
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session


class _Told(NamedTuple):
    """What the form holds."""

    home: str
    away: str
    leaves_on: date
    back_on: date | None
    kind: AwayPlan


def ask_two_homes(session: Session) -> TwoHomes | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    compared = session.comparison
    catalog = catalog_behind(compared) if compared else catalog_of(next(iter(open_infos())))
    plan = catalog.plan(choose_plan(session, compared)) if compared else None
    asked = sent_form(session, "two-homes", lambda: _form(session, plan), words.SHOW)
    return None if asked is None else _answer(catalog, plan, asked)


def _form(session: Session, plan: Plan | None) -> _Told | str:
    """What the form holds, or the message that asks for a place or the day of leaving."""
    known = session.comparison.zip_code if session.comparison else ""
    home = five_digits(st.text_input(say(words.HOME), known, key=session.key(f"two-homes-home-{known}")))
    away = five_digits(st.text_input(say(words.AWAY), key=session.key("two-homes-away")))
    leaves, back = (ask_day(session, say(label), f"two-homes-{name}") for label, name in ((words.LEAVES, "leaves"), (words.BACK, "back")))
    kind = _kind(session, plan)
    return _Told(home, away, leaves, back, kind) if home and away and leaves else words.MISSING


def _kind(session: Session, plan: Plan | None) -> AwayPlan:
    """The kind of plan: a drug plan's is known; of a health plan the travel benefit is asked."""
    if plan is not None and plan.kind is PlanKind.PDP:
        return AwayPlan.DRUG_PLAN
    kinds = [label for label, kind in words.KINDS.items() if plan is None or kind is not AwayPlan.DRUG_PLAN]
    return words.KINDS[str(st.radio(say(words.WHICH), kinds, 0, say, key=session.key(f"two-homes-kind-{len(kinds)}")))]


def _answer(catalog: Catalog, plan: Plan | None, told: _Told) -> TwoHomes:
    networks = networks_of(catalog.info.plan_year)

    def place(zip_code: str) -> Place:
        states = tuple(sorted({county.state for county in catalog.counties(zip_code)}))
        return Place(zip_code, states, networks.stores_near(plan.plan_id, zip_code) if plan else None)

    asked = TimeAway(place(told.home), place(told.away), told.leaves_on, told.back_on, told.kind, plan)
    return two_homes(asked, serves(catalog, plan, catalog.counties(told.away)))


def stores_of_plans(session: Session, answer: TwoHomes) -> list[tuple[Plan, StoresNear | None, StoresNear | None]]:
    """The first plans of the answer at hand and the person's own, each with its stores near both places."""
    compared = session.comparison
    if compared is None:
        return []
    networks = networks_of(compared.info.plan_year)
    first = {cost.plan.plan_id: cost.plan for cost in (*compared.best, *filter(None, (compared.current,)))}
    zips = (answer.asked.home.zip_code, answer.asked.away.zip_code)
    near = {plan_id: [networks.stores_near(plan_id, zip_code) for zip_code in zips] for plan_id in first}
    return [(plan, near[plan_id][0], near[plan_id][1]) for plan_id, plan in first.items()]
