"""Asks what was paid: the year, the help and the plan, then receipts as they are typed or a file of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from finder.documents.claim_files import day_or_none, money_or_none, read_list_file
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.drug_lines import Columns, Field, Sheet
from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.domain.money import QUANTITY_SCALE, Cents, rounded_cents, scaled
from finder.domain.months import YEAR_MONTHS
from finder.domain.paid_fills import PaidFill, PaidFills
from finder.domain.receipt import Payer, Receipt, ReceiptCheck
from finder.explain.choices import STORES, start_words
from finder.explain.drug_list.claims import left_out_sentences
from finder.explain.explainers import receipt as words
from finder.explain.messages import say
from finder.explain.words import plan_name
from finder.questions.drug_list.columns import guess_columns
from finder.questions.drug_list.fills import fills_of_table
from finder.questions.explainers.benefit_year import plan_years
from finder.questions.explainers.receipt import receipts_of
from pages.parts.catalog import catalog_of, today, years
from pages.parts.frame import say_damaged, say_refusal, tell
from pages.parts.letter_files import offer_letter_files
from pages.parts.person import ask_help, ask_place
from pages.parts.screen import st
from pages.parts.session import Session

_LOOK_BACK = 3
"""Years before this one whose claims a plan must still look at."""


def ask_payer(session: Session) -> tuple[Catalog | None, Payer]:
    """The year, its catalog if there is one, and who paid."""
    this_year = today().year
    known = [year for year in sorted(plan_years(), reverse=True) if this_year - _LOOK_BACK <= year <= this_year]
    year = st.selectbox(say(words.YEAR), known, 0, key=session.key("receipt-year"))
    say_damaged()
    catalog = catalog_of(year) if year in years() else None
    level, _ = ask_help(session, year)
    since = date.min
    if level is not LowIncomeSubsidy.NONE:
        months = [date(year, month, 1) for month in range(1, YEAR_MONTHS + 1)]
        since = st.selectbox(say(words.HELP_FROM), months, 0, start_words, key=session.key(f"receipt-since-{year}"))
    plan_id, channels = _ask_plan(session, catalog) if catalog else (None, ())
    return catalog, Payer(year, level, since, plan_id, channels or (Channel.STANDARD_RETAIL,))


def _ask_plan(session: Session, catalog: Catalog) -> tuple[str | None, tuple[Channel, ...]]:
    """The plan, if the person says it, and the kind of store."""
    with st.expander(say(words.YOUR_PLAN)):
        _, county = ask_place(session, catalog)
        if county is None:
            return None, ()
        plans: dict[str | None, str] = {None: say(words.NO_PLAN)}
        plans |= {plan.plan_id: plan_name(plan) for plan in catalog.plans_serving(county)}
        key = session.key(f"receipt-plan-{catalog.info.plan_year}-{county.fips}")
        plan_id = st.selectbox(say(words.PLAN), list(plans), 0, plans.__getitem__, key=key)
        store = st.radio(say(words.STORE), list(STORES), 1, say, key=session.key("receipt-store"))
        return plan_id, STORES[store]


def ask_receipts(session: Session, catalog: Catalog | None, year: int) -> Sequence[Receipt]:
    """The receipts typed so far, or those of a file. A bad file is said, and the receipts stay."""
    way = st.radio(say(words.HOW), [words.TYPE_IT, words.OPEN_IT], 0, say, key=session.key("receipt-way"))
    if way == words.TYPE_IT:
        _type_one(session, catalog, year)
        if session.receipts:
            st.button(say(words.REMOVE_ALL), on_click=session.receipts.clear, key=session.key("receipt-clear"))
        return session.receipts
    try:
        fills = _file(session)
    except FinderError as error:
        say_refusal(error)
        return ()
    return receipts_of(catalog, fills) if catalog else [Receipt(fill) for fill in fills]


def _type_one(session: Session, catalog: Catalog | None, year: int) -> None:
    place = len(session.receipts) + 1

    def key(name: str) -> str:
        return session.key(f"receipt-{name}-{place}")

    with st.form(key("form"), enter_to_submit=False):
        drug = st.text_input(say(words.DRUG), key=key("drug"), max_chars=120, autocomplete="off")
        kind = st.radio(say(words.WHAT_IS_IT), list(words.KINDS), 0, say, key=key("kind"))
        left, right = st.columns(2)
        last = min(date(year, 12, 31), today())
        bought = left.date_input(say(words.BOUGHT_ON), None, date(year, 1, 1), last, key=key("day"), format="MM/DD/YYYY")
        paid = right.number_input(say(words.I_PAID), 0.0, 100_000.0, None, 1.0, "%.2f", key=key("paid"))
        left, right = st.columns(2)  # a row of its own: on a phone, and by Tab, what must be filled in comes first
        days = left.number_input(say(words.HOW_LONG), 1, 366, None, 1, key=key("days"))
        count = right.number_input(say(words.HOW_MANY), 0.0, 10_000.0, None, 1.0, key=key("count"))
        price = st.number_input(say(words.WHOLE), 0.0, 1_000_000.0, None, 1.0, "%.2f", key=key("price"))
        sent = st.form_submit_button(say(words.ADD), type="primary")
    if not sent:
        return
    if not drug.strip() or paid is None or not isinstance(bought, date):
        st.error(say(words.NAME_AND_AMOUNT))
        return
    fill = PaidFill(
        number=place,
        day=bought,
        drug=" ".join(drug.split()),
        quantity=scaled(str(round(count, 3)), QUANTITY_SCALE, unit="units") if count else None,
        days_supply=int(days) if days else None,
        paid=_cents(paid),
        price=_cents(price) if price else None,
    )
    session.receipts += receipts_of(catalog, [fill], words.KINDS[kind]) if catalog else [Receipt(fill, None, words.KINDS[kind])]
    st.rerun()


def _file(session: Session) -> Sequence[PaidFill]:
    """The fills of a file opened here, else the claims opened on the Desk."""
    file = st.file_uploader(say(words.FILE), key=session.key("receipt-file"))
    if file is None:
        if session.paid_fills is None:
            return ()
        tell(say(words.FROM_DESK))
        return session.paid_fills.fills
    read = read_list_file(file.name, file.getvalue())
    if isinstance(read, PaidFills):
        tell(*left_out_sentences(read))
        return read.fills
    return _of_sheet(session, read)


def _of_sheet(session: Session, sheet: Sheet) -> Sequence[PaidFill]:
    """The fills of a table; which column is what was paid is asked, with our guess first."""
    columns = guess_columns(sheet)
    places = [place for place, field in enumerate(columns.fields) if field in (None, Field.PAID) and columns.headings[place]]
    if not places:
        st.error(say(words.NO_PAID_COLUMN))
        return ()
    guess = next((at for at, place in enumerate(places) if columns.fields[place] is Field.PAID), None)
    label = partial(_heading, columns)
    chosen = st.selectbox(say(words.PAID_COLUMN), places, guess, label, key=session.key("receipt-column"))
    if chosen is None:
        return ()
    others = [None if field is Field.PAID else field for field in columns.fields]
    fields = tuple(Field.PAID if place == chosen else field for place, field in enumerate(others))
    return fills_of_table(sheet, columns._replace(fields=fields), day_or_none, money_or_none)


def _heading(columns: Columns, place: int) -> str:
    return columns.headings[place]


def offer_letter(session: Session, answer: ReceiptCheck) -> None:
    """The letter that asks for the refund, to download, if anything is too much."""
    if not answer.found:
        return
    offer_letter_files("refund-letter", session.key("refund"), partial(words.letter_html, answer), partial(words.letter_text, answer))


def _cents(amount: float) -> Cents:
    return rounded_cents(str(amount))
