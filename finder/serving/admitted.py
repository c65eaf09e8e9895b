"""Who may use a server where people sign in: the allow-list of its administrator."""

from __future__ import annotations

from collections.abc import Mapping

ALLOWED = "FINDER_ALLOWED"
"""Who may use the server, separated by spaces: an e-mail address, or ``*@`` and a domain for everybody there. Set, people must sign in."""


def allow_list(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """The entries of the list; None where nobody has to sign in. A list that is set and empty lets nobody in."""
    given = environment.get(ALLOWED)
    return None if given is None else tuple(given.casefold().split())


def is_entry(text: str) -> bool:
    """Whether an entry of the list can mean somebody."""
    name, at, domain = text.partition("@")
    return bool(at and name and domain) and "@" not in domain and "*" not in domain and (name == "*" or "*" not in name)


def is_admitted(claims: Mapping[str, object], allowed: tuple[str, ...]) -> bool:
    """Whether the list has the address that the provider tells of somebody who signed in.

    An address that the provider says it has not verified is nobody's: anybody could have typed it there.
    """
    address = address_of(claims)
    if not address or claims.get("email_verified", True) is not True:
        return False
    return any(is_entry(entry) and (address.endswith(entry[1:]) if entry.startswith("*@") else address == entry) for entry in allowed)


def address_of(claims: Mapping[str, object]) -> str:
    """The e-mail address; empty where there is none, or not exactly one."""
    given = claims.get("email")
    address = given.strip().casefold() if isinstance(given, str) else ""
    return address if address.count("@") == 1 and not address.startswith("@") and len(address.split()) == 1 else ""
