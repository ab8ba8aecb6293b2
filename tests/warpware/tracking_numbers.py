"""Checks tracking numbers as a client that was written without us would check them."""

from __future__ import annotations

import re
from collections.abc import Callable


def weighted(digits: list[int], weights: list[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights * len(digits), strict=False))


def ups(number: str) -> bool:
    if not re.fullmatch(r"1Z[0-9A-Z]{15}\d", number):
        return False
    digits = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in number[2:17]]
    return (10 - weighted(digits, [1, 2]) % 10) % 10 == int(number[17])


def usps(number: str) -> bool:
    digits = [int(sign) for sign in number] if re.fullmatch(r"9[1-5]\d{20}", number) else []
    return bool(digits) and (weighted(digits[:-1][::-1], [3, 1]) + digits[-1]) % 10 == 0


def fedex(number: str) -> bool:
    if not re.fullmatch(r"\d{12}", number):
        return False
    digits = [int(sign) for sign in number]
    return weighted(digits[:11], [3, 1, 7]) % 11 % 10 == digits[11]


def dhl(number: str) -> bool:
    return bool(re.fullmatch(r"\d{10}", number)) and int(number[:9]) % 7 == int(number[9])


def ontrac(number: str) -> bool:
    if not re.fullmatch(r"C\d{14}", number):
        return False
    digits = [4, *(int(sign) for sign in number[1:])]
    return (10 - weighted(digits[:14], [1, 2]) % 10) % 10 == digits[14]


CHECKERS: dict[str, Callable[[str], bool]] = {"UPS": ups, "USPS": usps, "FedEx": fedex, "DHL": dhl, "OnTrac": ontrac}
