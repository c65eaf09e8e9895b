"""How many requests one address may make, whatever stands before the server: a bucket for each, in memory alone."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address, ip_network

A_SECOND, AT_ONCE = 50, 500
"""As in ``deploy/nginx``: a library or an agency is often many people behind one address."""
_MOST_ADDRESSES = 10_000
_OF_ONE_SITE = 64
"""Bits of an address of IPv6: one site has all addresses that begin with them."""


class Rates:
    """The requests left to each address. An address is kept as a number that means nothing outside of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(16)
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def let_in(self, address: str) -> bool:
        """Whether that address may ask once more now."""
        key, now = hash((self._secret, site_of(address))), self._clock()
        left, since = self._left.pop(key, (float(AT_ONCE), now))
        left = min(float(AT_ONCE), left + (now - since) * A_SECOND)
        allowed = left >= 1
        self._left[key] = (left - allowed, now)
        if len(self._left) > _MOST_ADDRESSES:  # who has asked nothing for longest is forgotten, and may ask again
            self._left.popitem(last=False)
        return allowed


def site_of(address: str) -> str:
    """An address, or what those of one site have in common."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, _OF_ONE_SITE), strict=False)) if isinstance(found, IPv6Address) else address


def address_behind(headers: Sequence[tuple[bytes, bytes]]) -> str | None:
    """The address that the proxy before the server names as the asker's, the last of its list; None without a proxy."""
    named = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    return named[-1].rpartition(",")[2].strip() if named else None
