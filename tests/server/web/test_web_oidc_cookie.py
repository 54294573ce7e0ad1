"""The cookie of a sign-in that is under way: sealed, for ten minutes, used once."""

from http.cookies import Morsel

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from vbranch.ids import SessionId
from vbranch.services.oidc import Pending
from vbranch.web.oidc_cookie import LIFE_S, MAX_COOKIE, Kept, OidcCookie

NOW = 1_700_000_000.0
KEPT = Kept(Pending("state-1", "nonce-1", "verifier-1", "https://b.example/cb"), SessionId("s"))


def written(cookie: OidcCookie, kept: Kept = KEPT, *, secure: bool = True) -> "Morsel[str]":
    response = web.Response()
    cookie.write(response, kept, secure=secure, now=NOW)
    (morsel,) = response.cookies.values()
    return morsel


def brought(name: str, value: str) -> web.Request:
    return make_mocked_request("GET", "/", headers={"Cookie": f"{name}={value}"})


def test_what_was_kept_comes_back_once() -> None:
    cookie = OidcCookie()
    morsel = written(cookie)
    request = brought(morsel.key, morsel.value)
    assert cookie.take(request, secure=True, now=NOW + LIFE_S) == KEPT
    assert cookie.take(request, secure=True, now=NOW + LIFE_S) is None


def test_its_form() -> None:
    morsel = written(OidcCookie())
    assert morsel.key == "__Host-vbranch_oidc"
    assert (morsel["httponly"], morsel["secure"], morsel["samesite"]) == (True, True, "Lax")
    assert (morsel["path"], morsel["max-age"]) == ("/", "600")
    plain = written(OidcCookie(), secure=False)
    assert (plain.key, plain["secure"]) == ("vbranch_oidc", False)
    longest = Kept(
        Pending("x" * 43, "x" * 43, "x" * 64, "https://" + "x" * 300), SessionId("s" * 22)
    )
    assert len(written(OidcCookie(), longest).value) <= MAX_COOKIE


def test_nobody_can_read_it() -> None:
    value = written(OidcCookie()).value
    for secret in ("state-1", "nonce-1", "verifier-1"):
        assert secret not in value


def test_it_is_too_old_after_ten_minutes() -> None:
    cookie = OidcCookie()
    morsel = written(cookie)
    request = brought(morsel.key, morsel.value)
    assert cookie.take(request, secure=True, now=NOW + LIFE_S + 1) is None


@pytest.mark.parametrize("value", ["", "x", "é", "gAAAAA==", "x" * (MAX_COOKIE + 1)])
def test_what_is_nothing_of_ours(value: str) -> None:
    request = brought("__Host-vbranch_oidc", value)
    assert OidcCookie().take(request, secure=True, now=NOW) is None


def test_what_was_changed_or_is_another_servers() -> None:
    cookie = OidcCookie()
    morsel = written(cookie)
    middle = len(morsel.value) // 2
    other = "A" if morsel.value[middle] != "A" else "B"
    changed = morsel.value[:middle] + other + morsel.value[middle + 1 :]
    assert cookie.take(brought(morsel.key, changed), secure=True, now=NOW) is None
    assert OidcCookie().take(brought(morsel.key, morsel.value), secure=True, now=NOW) is None
    assert cookie.take(brought(morsel.key, morsel.value), secure=True, now=NOW) == KEPT


def test_a_plain_cookie_counts_for_nothing_under_https() -> None:
    """Another page of the same host, or of its parent, could have set it."""
    cookie = OidcCookie()
    morsel = written(cookie, secure=False)
    assert cookie.take(brought(morsel.key, morsel.value), secure=True, now=NOW) is None


def test_used_ones_are_forgotten_when_they_would_not_be_good_any_more() -> None:
    cookie = OidcCookie()
    for number in range(3):
        kept = Kept(Pending(f"state-{number}", "n", "v", "r"), None)
        morsel = written(cookie, kept)
        assert cookie.take(brought(morsel.key, morsel.value), secure=True, now=NOW) == kept
    assert cookie.remembered == 3
    morsel = written(cookie)
    cookie.take(brought(morsel.key, morsel.value), secure=True, now=NOW + LIFE_S)
    assert cookie.remembered == 3, "the same state again"
    response = web.Response()
    later = Kept(Pending("later", "n", "v", "r"), None)
    cookie.write(response, later, secure=True, now=NOW + LIFE_S + 1)
    (fresh,) = response.cookies.values()
    assert cookie.take(brought(fresh.key, fresh.value), secure=True, now=NOW + LIFE_S + 1) == later
    assert cookie.remembered == 1
