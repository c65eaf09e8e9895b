"""How many requests one address may make of the program itself, whatever proxy stands before it."""

from __future__ import annotations

from typing import Any

import pytest

from finder.serving.guard import Guard
from finder.serving.rates import _MOST_ADDRESSES, A_SECOND, AT_ONCE, Rates, address_behind, site_of
from tests.server.visitor import walked

ONE, OTHER = "192.0.2.1", "192.0.2.2"


class Clock:
    """A time that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert [rates.let_in(ONE) for _ in range(AT_ONCE + 1)] == [True] * AT_ONCE + [False]
    assert rates.let_in(OTHER), "another address is not held back"
    clock.now += 1
    assert [rates.let_in(ONE) for _ in range(A_SECOND + 1)] == [True] * A_SECOND + [False]
    clock.now += 3600
    assert sum(rates.let_in(ONE) for _ in range(2 * AT_ONCE)) == AT_ONCE, "what is not used is not saved up"


def test_a_flood_of_addresses_takes_no_more_memory_and_frees_nobody_who_still_asks() -> None:
    rates = Rates(Clock())
    for _ in range(AT_ONCE):
        rates.let_in(ONE)
    for number in range(2 * _MOST_ADDRESSES):
        rates.let_in(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        if number % 1000 == 0:
            assert not rates.let_in(ONE)
    assert len(rates._left) == _MOST_ADDRESSES


def test_what_is_kept_of_an_address_means_nothing_elsewhere() -> None:
    kept, elsewhere = Rates(Clock()), Rates(Clock())
    assert kept.let_in(ONE)
    assert elsewhere.let_in(ONE)
    assert set(kept._left).isdisjoint(elsewhere._left)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        (ONE, ONE),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_the_addresses_of_one_site_are_one(address: str, site: str) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ([], None),
        ([(b"x-forwarded-for", b"192.0.2.1")], ONE),
        ([(b"x-forwarded-for", b"8.8.8.8, 192.0.2.1")], ONE),  # what the visitor wrote stands before what the proxy did
        ([(b"x-forwarded-for", b"8.8.8.8"), (b"x-forwarded-for", b"192.0.2.1")], ONE),
        ([(b"x-forwarded-for", b"\xff")], "\xff"),
    ],
)
def test_the_proxy_says_who_asks(headers: list[tuple[bytes, bytes]], address: str | None) -> None:
    assert address_behind(headers) == address


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_who_asks_without_end_reads_a_sentence_and_others_are_answered(kind: str) -> None:
    said: list[Any] = []
    answered: list[Any] = []

    async def page(scope: Any, *_: Any) -> None:
        answered.append(scope)

    async def keep(message: Any) -> None:
        said.append(message)

    guard = Guard(page, ["localhost"])
    guard.rates = Rates(Clock())

    def ask(*more: tuple[bytes, bytes]) -> None:
        headers = [(b"host", b"localhost"), *more]
        scope = {"type": kind, "path": "/", "scheme": kind, "headers": headers, "extensions": {"websocket.http.response": {}}}
        walked(guard(scope, keep, keep))  # type: ignore[arg-type]

    for _ in range(AT_ONCE + 1):
        ask((b"x-forwarded-for", ONE.encode()))
    assert len(answered) == AT_ONCE
    start, body = said
    assert (start["status"], body["body"]) == (429, b"Too many requests came from your address. Please wait a minute.")
    assert (b"x-frame-options", b"DENY") in start["headers"]
    ask((b"x-forwarded-for", OTHER.encode()))
    ask()  # at one's own machine, without a proxy
    assert len(answered) == AT_ONCE + 2
