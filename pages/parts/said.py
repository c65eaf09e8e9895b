"""What a visitor has said so far, read from the session without drawing a field: for a step whose fields are not on the screen, for the
answer, and for the session file."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import SourceError
from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.money import Cents, rounded_cents
from finder.domain.other_help import OtherHelp
from finder.domain.payer_order import PAYERS, Cover, OtherCover, PartDPays
from finder.explain.choices import (
    BOTH_KINDS,
    NO_PLANS,
    NOT_SURE,
    ORDERS,
    SPECIAL_NEEDS,
    STORES,
    kinds,
    special_needs,
    subsidies,
)
from finder.explain.explainers import payer_order
from finder.explain.person import so_far_refusal
from finder.explain.plans import other_help
from finder.explain.words import five_digits
from finder.questions.explainers.payer_order import payer_order as payer_order_of
from pages.parts.catalog import catalog_of, open_infos, proposal
from pages.parts.screen import st
from pages.parts.session import Session


def said(session: Session, name: str, otherwise: Any = None) -> Any:
    """The answer in a field, drawn or not."""
    return st.session_state.get(session.key(name), otherwise)


def year_said(session: Session) -> int:
    """The plan year: as chosen, else as the address says, else the one to show first."""
    return _catalog_of_year(session).info.plan_year


def catalog_said(session: Session) -> Catalog:
    """The catalog of the year that answers where the visitor lives."""
    catalog = _catalog_of_year(session)
    states = {county.state for county in counties_said(session, catalog)}
    if len(states) != 1 or states <= set(catalog.info.states):
        return catalog
    return catalog_of(catalog.info.plan_year, states.pop())


def _catalog_of_year(session: Session) -> Catalog:
    """A catalog of the year. One that is chosen may be damaged or removed while it is looked at; then the year to show first counts."""
    chosen, asked = said(session, "year"), st.query_params.get("year", "")
    if chosen is not None:
        with suppress(SourceError):
            return catalog_of(int(chosen))
    return catalog_of(int(asked) if asked.isdecimal() and int(asked) in open_infos() else proposal().year)


def zip_said(session: Session) -> str:
    """The ZIP code, as far as it is one."""
    return five_digits(str(said(session, "zip", "")))


def counties_said(session: Session, catalog: Catalog) -> list[County]:
    """The counties of the ZIP code: one where it has one, or where one of several was chosen."""
    counties = list(catalog.counties(zip_said(session)))
    chosen, named = said(session, "county"), st.query_params.get("county", "")
    found = [county for county in counties if county == chosen] or [county for county in counties if county.fips == named]
    return found or counties


class Place(NamedTuple):
    """Where the visitor lives. ``county`` is None until one is known that has plans."""

    zip_code: str
    county: County | None


def place_said(session: Session, catalog: Catalog) -> Place:
    """The ZIP code and the county."""
    counties = counties_said(session, catalog)
    known = len(counties) == 1 and bool(catalog.plans_serving(counties[0]))
    return Place(zip_said(session), counties[0] if known else None)


def help_said(session: Session, plan_year: int) -> tuple[LowIncomeSubsidy, bool]:
    """The level of Extra Help, and whether the person is not sure of it."""
    answer = said(session, f"help-{plan_year}") or NOT_SURE
    return subsidies(plan_year).get(answer, LowIncomeSubsidy.NONE), answer == NOT_SURE


def start_said(session: Session, plan_year: int) -> date:
    """The first day of the plan."""
    start = said(session, "start")
    return start if start is not None and start.year == plan_year else date(plan_year, 1, 1)


class SoFar(NamedTuple):
    """The costs of the year so far, and why they can't be right."""

    gross: Cents
    troop: Cents
    refusal: str = ""


def so_far_said(session: Session, plan_year: int) -> SoFar:
    """The costs so far; nothing where they were not asked."""
    if not said(session, "so-far", False):
        return SoFar(0, 0)
    gross, troop = (None if value is None else rounded_cents(str(value)) for value in (said(session, "gross"), said(session, "troop")))
    refusal = so_far_refusal(gross, troop, start_said(session, plan_year))
    return SoFar(0, 0, refusal) if gross is None or troop is None else SoFar(gross, troop, refusal)


class OtherHelpSaid(NamedTuple):
    """Who else pays, after the plan; what is still to be typed; and that no cost counts one who pays first."""

    help: OtherHelp | None
    refusal: str = ""
    not_counted: str = ""


def insurance_said(session: Session, plan_year: int) -> OtherCover | None:
    """The other insurance, as far as it was told; None where it was not asked."""
    cover = payer_order.WHERE.get(said(session, "helper-from"))
    if cover is None:
        return None
    because, size = payer_order.WHY.get(said(session, "helper-why")), payer_order.SIZES.get(said(session, "helper-size"))
    months = said(session, "helper-months")
    return OtherCover(cover, plan_year, because, size, int(months) if months else None)


def insurance_order(session: Session, plan_year: int) -> PartDPays:
    """When the drug plan pays, beside other insurance: as the person says, else as the law does."""
    told = payer_order.FIRST[said(session, "helper-first") or next(iter(payer_order.FIRST))]
    if told is not None:
        return told
    cover = insurance_said(session, plan_year)
    return PartDPays.ASK if cover is None else payer_order_of(cover).order


def other_help_said(session: Session, plan_year: int) -> OtherHelpSaid:
    """The other help; none where it was not asked, or where it changes no amount."""
    cover = other_help.HELPERS[said(session, "helper") or other_help.NOBODY]
    if cover is None:
        return OtherHelpSaid(None)
    kind, order = PAYERS.get(cover), insurance_order(session, plan_year) if cover is Cover.JOB else PartDPays.FIRST
    if order is PartDPays.ASK:
        return OtherHelpSaid(None, payer_order.open_sentence())
    if kind is None or order is not PartDPays.FIRST:
        return OtherHelpSaid(None, not_counted=payer_order.not_counted_sentence(cover))
    typed = [said(session, f"helper-{name}") for name in ("generic", "brand")]
    generic, brand = (None if value is None else rounded_cents(str(value)) for value in typed)
    if generic is None or brand is None:
        return OtherHelpSaid(None, other_help.missing_sentence())
    return OtherHelpSaid(OtherHelp(kind, generic, brand, rounded_cents(str(said(session, "helper-premium") or 0)) or 0))


def pharmacies_key(session: Session, plan_year: int, zip_code: str) -> str:
    """The key of the choice of drug stores: each year and ZIP code has its own."""
    return session.key(f"pharmacies-{plan_year}-{zip_code}")


def member_said(session: Session, plan_year: int, zip_code: str, county: County | None) -> Member:
    """The person by all that was answered; what was not asked stands as the fields would show it at first."""
    fits = [need for need in SPECIAL_NEEDS if st.session_state.get(session.need_key(need), False)]
    current = said(session, f"plan-{county.fips}") if county else None
    so_far = so_far_said(session, plan_year)
    return Member(
        zip_code=zip_code,
        county=county or County("", "", ""),
        coverage_start=start_said(session, plan_year),
        low_income_subsidy=help_said(session, plan_year)[0],
        uncovered_months=int(said(session, "late") or 0),
        channels=STORES[said(session, "store") or next(iter(STORES))],
        plan_kinds=kinds(said(session, "kinds") or BOTH_KINDS, bool(fits)),
        current_plan=None if current in NO_PLANS else current,
        income_bracket=int(said(session, f"income-{plan_year}") or 0),
        gross_drug_cost_to_date=so_far.gross,
        troop_to_date=so_far.troop,
        alphabetical=ORDERS[said(session, "order") or next(iter(ORDERS))],
        pharmacies=tuple(st.session_state.get(pharmacies_key(session, plan_year, zip_code), ())),
        special_needs=special_needs(fits),
        other_help=other_help_said(session, plan_year).help,
    )
