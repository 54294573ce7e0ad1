"""Signing in by a real identity provider over HTTP, and every way in which it must not work."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from web_kit import Branch, Http, Serve, error_of
from yarl import URL

from identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.oidc import Oidc, Rules
from vbranch.services.oidc_provider import Client, Provider
from vbranch.web.oidc_words import FAILED, REFUSED, UNAVAILABLE

START, CALLBACK = "/api/v1/staff/oidc/start", "/api/v1/staff/oidc/callback"
ME = "/api/v1/staff/me"
RULES = Rules("roles", {"Hosts": StaffRole.HOST, "IT": StaffRole.ADMINISTRATOR}, "name")


@dataclass
class Browser:
    """One person's browser, with only the cookies that it would send.

    ``strict`` are those of SameSite=Strict, which do not come along on the way back; its answers
    are kept in the way a browser would: by name, deleted by an age of 0.
    """

    http: Http
    people: IdentityProvider
    strict: dict[str, str] = field(default_factory=dict)
    lax: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str | URL, *, from_elsewhere: bool = False) -> ClientResponse:
        cookies = self.lax if from_elsewhere else {**self.lax, **self.strict}
        header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        answer = await self.http.get(path, headers=header, allow_redirects=False)
        for name, morsel in answer.cookies.items():
            jar = self.strict if morsel["samesite"] == "Strict" else self.lax
            jar.pop(name, None)
            if morsel["max-age"] != "0":
                jar[name] = morsel.value
        self.http.session.cookie_jar.clear()
        return answer

    async def leave(self, query: str = "") -> str:
        """To the provider; the address at which one stands there."""
        answer = await self.get(START + query)
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]

    async def back(self, subject: str, query: str = "") -> URL:
        """Signed in there: the address to which the provider sends the browser."""
        return await self.people.consent(await self.leave(query), subject)

    async def arrive(self, back: URL, **changed: str) -> ClientResponse:
        """Come back by that address, with a changed query for who wants to cheat."""
        query = {**back.query, **changed}
        return await self.get(URL.build(path=back.path, query=query), from_elsewhere=True)

    async def sign_in(self, subject: str = "hanna") -> ClientResponse:
        return await self.arrive(await self.back(subject))

    async def who(self) -> str | None:
        answer = await self.get(ME)
        return (await answer.json())["name"] if answer.status == 200 else None


@pytest.fixture
async def branch(tmp_path: Path, identity_provider: IdentityProvider) -> AsyncIterator[Branch]:
    branch = Branch(tmp_path, trust=True)
    client = Client(CLIENT_ID, CLIENT_SECRET)
    provider = Provider(identity_provider.issuer, client, branch.clock)
    oidc = Oidc(provider, client, RULES, branch.clock)
    branch.parts = replace(branch.parts, oidc=oidc)
    people: list[tuple[str, dict[str, Any]]] = [
        ("hanna", {"name": "Hanna Host", "preferred_username": "hanna", "roles": ["Hosts"]}),
        ("ida", {"name": "Ida", "preferred_username": "ida", "roles": ["IT"]}),
        ("otto", {"name": "Otto", "preferred_username": "otto", "roles": ["Garden"]}),
    ]
    for subject, claims in people:
        await identity_provider.person(subject, **claims)
    yield branch
    await oidc.close()


@pytest.fixture
async def http(serve: Serve, branch: Branch) -> Http:
    return await serve(branch)


@pytest.fixture
def browser(http: Http, identity_provider: IdentityProvider) -> Browser:
    return Browser(http, identity_provider)


async def assert_page(answer: ClientResponse, status: int, words: Any) -> None:
    """That page, and nobody is signed in by it."""
    text = await answer.text()
    assert answer.status == status, text
    assert words["en"]["title"] in text
    assert "Refresh" not in answer.headers
    assert "vbranch_session" not in answer.cookies


async def test_somebody_signs_in_and_goes_on_to_the_staff_page(
    browser: Browser, branch: Branch
) -> None:
    answer = await browser.sign_in()
    assert answer.status == 200, "no redirect: the browser would not send the new cookie with it"
    assert answer.headers["Refresh"] == "0; url=/staff"
    assert '<a href="/staff">' in await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"
    session = answer.cookies["vbranch_session"]
    assert (session["samesite"], session["httponly"]) == ("Strict", True)
    assert browser.lax == {}, "what was kept for the way is gone"
    assert await browser.who() == "Hanna Host"
    account = await branch.accounts.find_login("hanna")
    assert account is not None
    assert (account.role, account.password) == (StaffRole.HOST, None)


async def test_the_ways_in(browser: Browser) -> None:
    ways = await (await browser.get("/api/v1/staff/ways")).json()
    assert ways == {"password": True, "oidc": START}


async def test_under_https_all_cookies_are_bound_to_this_host(browser: Browser) -> None:
    proxied = {"X-Forwarded-Proto": "https", "Host": "branch.example"}
    answer = await browser.http.get(START, headers=proxied, allow_redirects=False)
    asked = URL(answer.headers["Location"]).query
    assert asked["redirect_uri"] == f"https://branch.example{CALLBACK}"
    (morsel,) = answer.cookies.values()
    assert (morsel.key, morsel["secure"]) == ("__Host-vbranch_oidc", True)
    assert (morsel["samesite"], morsel["httponly"]) == ("Lax", True)


async def test_name_and_role_follow_the_provider(browser: Browser, branch: Branch) -> None:
    await browser.sign_in()
    await browser.people.person("hanna", name="Hanna Admin", roles=["IT"])
    before = dict(browser.strict)
    await browser.sign_in()
    me = await (await browser.get(ME)).json()
    assert (me["name"], me["role"]) == ("Hanna Admin", "administrator")
    assert len(await branch.accounts.all()) == 1
    browser.strict = before
    assert await browser.who() is None, "the session of the old role has ended"


async def test_signing_in_ends_the_session_that_the_browser_had(
    browser: Browser, branch: Branch
) -> None:
    """Fixation, and the way back on which the Strict cookie is not sent."""
    prepared, _ = await branch.visits.open_session(Role.VISITOR, branch.clock.unix())
    browser.strict = {"vbranch_session": prepared}
    await browser.sign_in()
    first = dict(browser.strict)
    assert await branch.visits.session(prepared, branch.clock.unix()) is None
    await browser.sign_in("ida")
    assert first != browser.strict
    browser.strict = first
    assert await browser.who() is None


async def test_no_role_no_entrance(browser: Browser, branch: Branch) -> None:
    await assert_page(await browser.sign_in("otto"), 403, REFUSED)
    assert await branch.accounts.all() == []


async def test_who_has_lost_the_role_loses_what_is_open(browser: Browser, branch: Branch) -> None:
    await browser.sign_in()
    still = Browser(browser.http, browser.people, dict(browser.strict))
    assert await still.who() == "Hanna Host"
    await browser.people.person("hanna", name="Hanna Host", roles=[])
    await assert_page(await browser.sign_in(), 403, REFUSED)
    assert await still.who() is None


async def test_a_disabled_account(browser: Browser, branch: Branch) -> None:
    await browser.sign_in()
    account = await branch.accounts.find_login("hanna")
    assert account is not None
    await branch.accounts.set_disabled(account.id, True)
    assert await browser.who() is None
    await assert_page(await browser.sign_in(), 403, REFUSED)
    await branch.accounts.set_disabled(account.id, False)
    assert (await browser.sign_in()).status == 200


async def test_an_account_with_a_password_is_not_taken_over(
    browser: Browser, branch: Branch
) -> None:
    """Who is called hanna at the provider is not thereby the hanna of this server."""
    own = await branch.account("hanna", StaffRole.ADMINISTRATOR)
    await browser.sign_in()
    me = await (await browser.get(ME)).json()
    assert me.get("account") != own.id
    assert me.get("role") != "administrator"
    assert await branch.accounts.find(own.id) == own


async def test_wrong_state(browser: Browser) -> None:
    back = await browser.back("hanna")
    await assert_page(await browser.arrive(back, state="another"), 400, FAILED)
    await assert_page(await browser.arrive(back), 400, FAILED)


async def test_no_state(browser: Browser) -> None:
    back = await browser.back("hanna")
    await assert_page(await browser.arrive(back, state=""), 400, FAILED)


async def test_a_way_back_is_good_once(browser: Browser) -> None:
    back = await browser.back("hanna")
    kept = dict(browser.lax)
    assert (await browser.arrive(back)).status == 200
    browser.lax = kept
    asked = len(await browser.people.asked())
    await assert_page(await browser.arrive(back), 400, FAILED)
    assert len(await browser.people.asked()) == asked, "the provider is not even asked"


async def test_a_code_that_the_provider_has_given_out_before(browser: Browser) -> None:
    """The state is right and the cookie fresh; the code was used by somebody else's sign-in."""
    used = (await browser.back("hanna")).query
    second = await browser.back("hanna")
    assert (await browser.arrive(second)).status == 200
    third = await browser.back("hanna")
    await assert_page(await browser.arrive(third, code=second.query["code"]), 400, FAILED)
    fourth = await browser.back("hanna")
    stolen = await browser.arrive(fourth, code=used["code"])
    await assert_page(stolen, 400, FAILED)


async def test_somebody_elses_way_back(browser: Browser) -> None:
    """Whoever makes a person follow the address of their own sign-in signs them in nowhere."""
    attacker = Browser(browser.http, browser.people)
    back = await attacker.back("otto")
    await assert_page(await browser.arrive(back), 400, FAILED)
    await browser.leave()
    await assert_page(await browser.arrive(back), 400, FAILED)


async def test_too_late(browser: Browser, branch: Branch) -> None:
    back = await browser.back("hanna")
    branch.clock.ahead += 601
    await assert_page(await browser.arrive(back), 400, FAILED)


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"nonce": "another"}},
        {"drop": ["nonce"]},
        {"claims": {"aud": "another client"}},
        {"claims": {"iss": "https://another.example"}},
        {"later": -7200},
        {"signed": "by nobody"},
        {"signed": "by another"},
        {"signed": "by the secret"},
    ],
)
async def test_tokens_that_prove_nobody(
    browser: Browser, branch: Branch, lie: dict[str, Any]
) -> None:
    await browser.people.lie(**lie)
    await assert_page(await browser.sign_in(), 400, FAILED)
    assert await branch.accounts.all() == []


async def test_the_answer_of_another_provider(browser: Browser) -> None:
    back = await browser.back("hanna")
    answer = await browser.arrive(back, iss="https://another.example")
    await assert_page(answer, 400, FAILED)


async def test_the_provider_changes_its_keys(browser: Browser, branch: Branch) -> None:
    assert (await browser.sign_in()).status == 200
    await browser.people.rotate()
    branch.clock.ahead += 6
    assert (await browser.sign_in()).status == 200


async def test_the_provider_says_no_and_its_words_are_not_repeated(browser: Browser) -> None:
    url = URL(await browser.leave())
    refusal = URL.build(
        path=CALLBACK,
        query={
            "error": "access_denied",
            "error_description": "<script>alert(1)</script>",
            "state": url.query["state"],
        },
    )
    answer = await browser.get(refusal, from_elsewhere=True)
    await assert_page(answer, 400, FAILED)
    assert "alert" not in await answer.text()


async def test_the_provider_is_not_there(browser: Browser, branch: Branch) -> None:
    back = await browser.back("hanna")
    await browser.people.lie(status=500)
    await assert_page(await browser.arrive(back), 503, UNAVAILABLE)
    branch.clock.ahead += 3600
    answer = await browser.get(START)
    await assert_page(answer, 503, UNAVAILABLE)
    assert not answer.cookies


ELSEWHERE = "?next=https://evil.example&return_to=//evil.example&redirect_uri=https://evil.example"


async def test_no_address_leads_elsewhere(browser: Browser) -> None:
    """Open redirects: where one goes is never taken from an address."""
    url = await browser.leave(ELSEWHERE)
    assert url.startswith(f"{browser.people.issuer}/oauth2/authorize?")
    assert "evil" not in url
    back = await browser.people.consent(url, "hanna")
    answer = await browser.arrive(
        back,
        next="https://evil.example",
        redirect_uri="https://evil.example",
        RelayState="https://evil.example",
    )
    assert answer.headers["Refresh"] == "0; url=/staff"
    assert "Location" not in answer.headers
    assert "evil" not in await answer.text()


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "evil.example@branch", "x?y", "x#y"])
async def test_a_host_that_is_none(http: Http, host: str) -> None:
    answer = await http.get(START, headers={"Host": host}, allow_redirects=False)
    assert answer.status == 400


async def test_other_methods_do_nothing(http: Http) -> None:
    for path in (START, CALLBACK):
        assert await error_of(await http.post(path, json={})) == (405, "method_not_allowed")


async def test_a_machine_that_comes_back_all_the_time(
    serve: Serve, branch: Branch, identity_provider: IdentityProvider
) -> None:
    """The provider must not be asked as often as somebody likes."""
    branch.parts = replace(
        branch.parts, limits=type(branch.parts.limits)(branch.clock, people_per_address=2)
    )
    browser = Browser(await serve(branch), identity_provider)
    statuses = []
    for _ in range(3):
        await browser.leave()
        answer = await browser.get(CALLBACK, from_elsewhere=True)
        statuses.append(answer.status)
    assert statuses == [400, 400, 429]


async def test_without_a_provider_there_is_no_such_way(serve: Serve, branch: Branch) -> None:
    branch.parts = replace(branch.parts, oidc=None)
    http = await serve(branch)
    assert (await http.get(START)).status == 404
    assert (await http.get(CALLBACK)).status == 404


async def test_the_page_speaks_three_languages(browser: Browser) -> None:
    for language in ("en", "zh", "ja"):
        headers = {"Accept-Language": language}
        text = await (await browser.http.get(CALLBACK, headers=headers)).text()
        assert FAILED[language]["title"] in text
        assert "<script" not in text
