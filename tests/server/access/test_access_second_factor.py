"""Codes of RFC 6238: good in their half minute and the two beside it, once."""

from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from vbranch.access.second_factor import matching_step, new_secret, setup_address

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the RFC's key "12345678901234567890"
STEP = 1_000_000
NOW = STEP * 30 + 11.5


def code(step: int) -> str:
    return pyotp.TOTP(RFC_SECRET).generate_otp(step)


@pytest.mark.parametrize(
    ("now", "expected"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_rfc(now: int, expected: str) -> None:
    assert matching_step(RFC_SECRET, expected, now, 0) == now // 30


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_clocks_may_differ_by_one_step(drift: int) -> None:
    assert matching_step(RFC_SECRET, code(STEP + drift), NOW, 0) == STEP + drift


@pytest.mark.parametrize("drift", [-2, 2, 100])
def test_not_by_more(drift: int) -> None:
    assert matching_step(RFC_SECRET, code(STEP + drift), NOW, 0) is None


def test_what_was_used_is_used_up_and_what_was_before_it_too() -> None:
    assert matching_step(RFC_SECRET, code(STEP), NOW, STEP) is None
    assert matching_step(RFC_SECRET, code(STEP - 1), NOW, STEP) is None
    assert matching_step(RFC_SECRET, code(STEP + 1), NOW, STEP) == STEP + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code(typed: str) -> None:
    assert matching_step(RFC_SECRET, typed, NOW, 0) is None


def test_the_space_that_apps_show_may_be_typed() -> None:
    shown = code(STEP)
    assert matching_step(RFC_SECRET, f" {shown[:3]} {shown[3:]} ", NOW, 0) == STEP


def test_secrets_differ_and_have_160_bits() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(secret) for secret in made} == {32}


def test_an_app_reads_name_branch_and_secret() -> None:
    address = urlsplit(setup_address(RFC_SECRET, "ana.lima", "Café Bank"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [RFC_SECRET], "issuer": ["Café Bank"]}
    assert address.path == "/Caf%C3%A9%20Bank:ana.lima"
