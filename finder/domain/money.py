"""All rounding there is. Cents, basis points and unit prices are integers; a share is rounded half up to the cent, once.

``Cents`` are hundredths of a dollar, ``BasisPoints`` hundredths of a percent (25% = 2500), ``UnitPrice`` hundred-thousandths of a
dollar (CMS prints unit costs with up to five decimals), ``Quantity`` thousandths of a unit (a tablet, a millilitre, a puff).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

Cents = int
BasisPoints = int
UnitPrice = int
Quantity = int

WHOLE: BasisPoints = 10_000
UNIT_PRICE_SCALE = 100_000
MICRO_SCALE = 1_000_000
QUANTITY_SCALE = 1_000
LARGEST: Cents = 10**11  # a billion dollars: beyond it, an amount is a slip of the keyboard and 64-bit products would be at risk


def ratio_half_up(numerator: int, denominator: int) -> int:
    """The quotient of two integers, rounded half up; the denominator is positive and the numerator not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def share_of(amount: Cents, rate: BasisPoints) -> Cents:
    """``rate`` basis points of ``amount`` cents, rounded half up to the cent."""
    return (amount * rate + 5_000) // 10_000


def priced(unit_price: UnitPrice, quantity: Quantity, fee: UnitPrice = 0) -> Cents:
    """The price in cents of ``quantity`` thousandths of a unit at ``unit_price`` hundred-thousandths of a dollar a unit, and a fee, rounded
    once."""
    return ratio_half_up((unit_price * quantity + fee * QUANTITY_SCALE) * 100, UNIT_PRICE_SCALE * QUANTITY_SCALE)


def priced_in_micros(price: int, quantity: Quantity) -> Cents:
    """The price in cents of ``quantity`` thousandths of a unit at ``price`` millionths of a dollar a unit, rounded once."""
    return ratio_half_up(price * quantity * 100, MICRO_SCALE * QUANTITY_SCALE)


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def scaled(text: str | int | float | Decimal, scale: int, *, unit: str) -> int:
    """A decimal number as an integer of ``1/scale`` units. Raises ValueError where that would lose a digit or is not a number."""
    written = str(text).strip()
    if isinstance(text, bool) or not _NUMBER.fullmatch(written):
        raise ValueError(f"{unit}, a decimal number")
    try:
        value = Decimal(written) * scale
    except InvalidOperation as error:
        raise ValueError(f"{unit}, a decimal number") from error
    if value != value.to_integral_value():
        raise ValueError(f"{unit} with at most {len(str(scale)) - 1} decimals")
    return int(value)


def to_cents(text: str | int | float | Decimal) -> Cents:
    """``"1234.50"`` or ``1234.5`` as 123450. Raises ValueError for anything but a number of dollars with at most two decimals."""
    return scaled(text, 100, unit="dollars")


def to_basis_points(text: str | int | float | Decimal) -> BasisPoints:
    """``"0.25"`` as 2500. Raises ValueError for anything but a fraction with at most four decimals."""
    return scaled(text, WHOLE, unit="a fraction")


def rounded_cents(text: str | Decimal) -> Cents:
    """Dollars with any number of decimals, rounded half up to the cent. For facts printed finer than a cent."""
    return int((Decimal(str(text).strip()) * 100).to_integral_value(ROUND_HALF_UP))


def dollars(amount: Cents) -> str:
    """123450 as ``"1234.50"``: money as the contract writes it."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def fraction(rate: BasisPoints) -> str:
    """2500 as ``"0.25"``: a rate as the contract writes it."""
    text = f"{rate // WHOLE}.{rate % WHOLE:04d}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def shown(amount: Cents) -> str:
    """123450 as ``"$1,234.50"``: money as a ledger shows it to a person."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def whole_dollars(amount: Cents) -> Cents:
    """An amount to the nearest dollar, half up, in cents."""
    rounded = ratio_half_up(abs(amount), 100) * 100
    return -rounded if amount < 0 else rounded
