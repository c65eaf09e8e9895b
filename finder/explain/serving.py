"""What the server says: to whoever runs it, and to a visitor who has to sign in."""

from __future__ import annotations

from datetime import date

from finder.domain.market import CatalogInfo, DamagedCatalog
from finder.explain.messages import mark, say
from finder.serving.exposure import Finding, Found, Level

PAGES_AT = mark("Drug plan finder: {address}  (Ctrl+C stops it)")
SIGN_IN_TITLE = mark("Sign in")
SIGN_IN_FIRST = mark("This server is for invited people. Sign in with your work account to go on.")
SIGN_IN = mark("Sign in")
MAY_NOT_USE = mark("{address} is not on the list of people who may use this server. Ask the person who runs it.")
NOT_SET_UP = mark("This server asks people to sign in, and its sign-in is not set up yet. Tell the person who runs it.")
SIGNED_IN = mark("Signed in as {address}.")
SIGN_OUT = mark("Sign out")

_LEVELS = {Level.GOOD: mark("ok:    {sentence}"), Level.LOOK: mark("look:  {sentence}"), Level.WRONG: mark("WRONG: {sentence}")}
_FOUND = {
    Found.LISTENS: mark("The pages listen on 127.0.0.1 alone: this machine reaches them, and others only through a proxy on it."),
    Found.NAMES: mark("They answer to these names: {names}. Any other name, and pages of other sites, are refused."),
    Found.NAME_IS_NONE: mark("FINDER_HOSTS has {entry}. Give the name alone, such as plans.example.org."),
    Found.ONE_PERSON: mark("They are set up for one person at this machine, who may get, read and remove plans."),
    Found.SHARED: mark("They are set up for other people: no visitor may get plans, read a file of this machine or remove anything."),
    Found.NOT_SHARED: mark("Others reach the server, and it is set up for one person. Set FINDER_SHARED=1."),
    Found.OPEN_TO_ALL: mark("Whoever reaches the server may use it. To make people sign in, set {setting}."),
    Found.SIGN_IN: mark("People must sign in. Usable entries of the list: {count}."),
    Found.ENTRY_IS_NOBODY: mark("FINDER_ALLOWED has {entry}, which admits nobody. Give an e-mail address, or *@ and a domain."),
    Found.NOBODY_LISTED: mark("People must sign in, and the list admits nobody. Give FINDER_ALLOWED e-mail addresses, or *@ and a domain."),
    Found.NO_SECRETS: mark("People must sign in, and no file says with whom. {setting} names that file."),
    Found.SECRETS_LACK: mark("{path} lacks in its part [auth]: {lacks}."),
    Found.SECRETS_SHORT: mark("The cookie_secret in {path} is short. Take {least} random characters or more."),
    Found.SECRETS_READABLE: mark("Other users of this machine can read or change {path}. Let its owner and group read it alone."),
    Found.NO_AUTHLIB: mark("People must sign in, and the library for it is missing. Install partd-finder[sign-in]."),
    Found.ROOT: mark("The server would run as root. Run it as a user of its own."),
    Found.FEW_FILES: mark("A process may open {files} files. Let it open {enough} or more (LimitNOFILE); a visitor takes about ten."),
    Found.CORE_FILES: mark("A crash may write what visitors typed to disk. Forbid core files (LimitCORE=0, ulimit -c 0)."),
    Found.SWAP: mark("What visitors type may be written to this machine's swap. Turn swap off, or forbid it (MemorySwapMax=0)."),
    Found.FOLDER_OPEN: mark("Every user of this machine can change the plans in {path}."),
    Found.OVERRIDE: mark("{setting} is set and takes the place of a setting in .streamlit/config.toml."),
}
_PLANS = mark("Plans of {year}: as of {day}, {age} days old.")
_DAMAGED = mark("Plans of {year} are damaged. Import them again.")
_NO_PLANS = mark("There are no plans that can be read. Nobody is answered.")


def exposure_lines(findings: tuple[Finding, ...]) -> list[str]:
    """A line for each finding."""
    return [_line(finding.found.level, say(_FOUND[finding.found], **finding.values)) for finding in findings]


def plans_lines(infos: list[CatalogInfo], damaged: list[DamagedCatalog], today: date) -> list[str]:
    """A line for the newest plans, and one for each damaged year."""
    newest = max(infos, key=lambda info: info.plan_year, default=None)
    if newest is None:
        lines = [_line(Level.WRONG, say(_NO_PLANS))]
    else:
        age = (today - newest.as_of).days
        lines = [_line(Level.GOOD, say(_PLANS, year=newest.plan_year, day=newest.as_of.isoformat(), age=age))]
    return lines + [_line(Level.LOOK, say(_DAMAGED, year=year)) for year in sorted({catalog.plan_year for catalog in damaged})]


def _line(level: Level, sentence: str) -> str:
    return say(_LEVELS[level], sentence=sentence)
