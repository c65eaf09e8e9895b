"""What is asked on Plans on this computer: the year and state to get, a file to read instead, plans to remove."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from finder.domain.errors import SourceError
from finder.errand import Errand, Kind
from finder.explain.messages import say
from finder.explain.plans import on_this_computer as words
from finder.explain.words import five_digits
from finder.intake.limits import MB, OWN_MACHINE
from finder.paths import own_folder
from finder.questions.plans.choosing import year_that_counts
from finder.sources.catalog.reading import MarketCatalog, all_catalogs
from finder.sources.catalog.store import remove_folder
from finder.sources.download.resource_list import safe_name
from pages.parts.catalog import catalog_of, open_infos, today
from pages.parts.frame import say_refusal, tell
from pages.parts.get_plans import all_states, start, state_name
from pages.parts.own_machine import is_own_machine
from pages.parts.screen import st
from pages.parts.session import Session

_KEPT = "session"
_LARGEST_UPLOAD = OWN_MACHINE.bytes // MB
"""MB of a dropped file. A larger one is read from its place."""


def all_here() -> list[MarketCatalog]:
    """Every catalog that opens, the latest year first."""
    return sorted(all_catalogs().opened, key=lambda found: (-found.info.plan_year, found.info.covers))


def ask_year_and_state(session: Session) -> tuple[int, tuple[str, ...]] | None:
    """The year and the state to get the plans of; None until there is a state, or on another's machine."""
    if not is_own_machine():
        return year_that_counts(today()), ()
    st.header(say(words.GET), anchor=False)
    names = all_states()
    first = _own_state(session)
    place = list(names).index(first) if first in names else None
    label, hint = say(words.STATE), say(words.CHOOSE_STATE)
    key = session.key("here-state")
    chosen = st.selectbox(label, list(names), place, state_name, key=key, placeholder=hint, persist_state=_KEPT)
    years, shown = years_to_get(), lambda year: words.year_choice(year, today())
    year = st.radio(say(words.YEAR), years, 0, shown, key=session.key("here-year"), persist_state=_KEPT)
    if chosen is None:
        return None
    here = next((found.info for found in all_catalogs().opened if found.info.plan_year == year and chosen in found.info.states), None)
    if here is not None:
        tell(words.already_here(state_name(chosen), here))
    return year, (chosen,)


def years_to_get() -> list[int]:
    """The years that people choose plans of or pay for now: the one that counts first."""
    return list(dict.fromkeys((year_that_counts(today()), today().year)))


def _own_state(session: Session) -> str:
    """The state of the ZIP code that the visitor gave; empty if there is none."""
    zip_code = five_digits(str(st.session_state.get(session.key("zip"), "")))
    counties = catalog_of(next(iter(open_infos()))).counties(zip_code) if zip_code else ()
    return counties[0].state if counties else ""


def ask_file(session: Session) -> None:
    """A file instead of a download: dropped here, or at a place on this computer."""
    with st.expander(say(words.USE_FILE)):
        tell(say(words.FILE_LEAD))
        dropped = st.file_uploader(say(words.FILE), key=session.key("here-file"), max_upload_size=_LARGEST_UPLOAD)
        year, states = _ask_of_zip(session)
        if st.button(say(words.READ_FILE), disabled=dropped is None, key=session.key("here-read")) and dropped is not None:
            _start_with(_kept(dropped.name, dropped.getbuffer()), year, states)
        typed = st.text_input(say(words.PATH), key=session.key("here-path"), autocomplete="off").strip()
        if st.button(say(words.READ_PATH), key=session.key("here-read-path")):
            if not typed:
                st.error(say(words.GIVE_PATH))
            else:
                start(Errand(Kind.FILE, year, states, str(Path(typed).expanduser())))
                st.rerun()


def _start_with(path: Path, year: int, states: tuple[str, ...]) -> None:
    """Read a dropped file. If another errand began meanwhile, that one is shown."""
    if not start(Errand(Kind.FILE, year, states, str(path), ours=True)):
        shutil.rmtree(path.parent)
    st.rerun()


def _ask_of_zip(session: Session) -> tuple[int, tuple[str, ...]]:
    """The year of a zip, and of which states its plans are kept; none for all."""
    years = sorted({*years_to_get(), *open_infos()}, reverse=True)
    year = st.selectbox(say(words.FILE_YEAR), years, 0, key=session.key("here-file-year"))
    label, hint, key = say(words.FILE_STATE), say(words.ALL_STATES), session.key("here-file-states")
    states = st.multiselect(label, list(all_states()), None, state_name, key=key, placeholder=hint)
    return year, tuple(states)


def _kept(name: str, content: memoryview) -> Path:
    """A dropped file in a folder of its own; the errand removes it."""
    downloads = own_folder("downloads")
    downloads.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix="dropped-", dir=downloads)) / (safe_name(name) or "file")
    path.write_bytes(content)
    return path


def ask_removal(session: Session) -> None:
    """Remove plans that were loaded here, after one question. Those that came with the program stay."""
    own = {str(found.folder): found for found in all_catalogs(own_folder("catalogs")).opened}
    if not own:
        return
    with st.expander(say(words.REMOVE)):
        tell(say(words.REMOVE_LEAD))
        label = {folder: words.catalog_label(found.info, state_name) for folder, found in own.items()}
        chosen = st.selectbox(say(words.WHICH), list(own), 0, label.__getitem__, key=session.key("here-which"))
        asking = session.key("here-sure")
        if st.session_state.get(asking) != chosen:
            if st.button(say(words.REMOVE_THEM), key=session.key("here-remove")):
                st.session_state[asking] = chosen
                st.rerun()
            return
        st.warning(words.sure(own[chosen].info, state_name))
        yes, no = st.columns(2)
        if no.button(say(words.KEEP_THEM), key=session.key("here-keep")):
            del st.session_state[asking]
            st.rerun()
        if yes.button(say(words.YES_REMOVE), key=session.key("here-yes")):
            del st.session_state[asking]
            _remove(session, own[chosen])


def _remove(session: Session, catalog: MarketCatalog) -> None:
    try:
        there = remove_folder(catalog.folder)
    except SourceError as error:
        say_refusal(error)
        return
    session.here_message = words.removed(catalog.info, state_name) if there else say(words.GONE)
    st.rerun()
