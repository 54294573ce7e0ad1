"""Signing in by OpenID Connect, against a real provider that can be made to lie."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from oidc_kit import BACK, RULES, Desk, HandClock

from identity_provider import CLIENT_ID, IdentityProvider
from vbranch.ports.staff import Identity
from vbranch.protocol.constants import MAX_NAME, StaffRole
from vbranch.services.oidc import IdentityRefused, Rules, claims_of
from vbranch.services.sign_in import Claims

ISSUER = "https://id.example"


@pytest.fixture
async def desk(identity_provider: IdentityProvider) -> AsyncIterator[Desk]:
    desk = Desk.at(identity_provider, HandClock(time.time()))
    await identity_provider.person(
        "hanna", name="Hanna Host", preferred_username="hanna", roles=["Hosts"]
    )
    yield desk
    await desk.oidc.close()


async def refused(desk: Desk) -> str:
    with pytest.raises(IdentityRefused) as caught:
        await desk.sign_in()
    return caught.value.reason


async def test_somebody_signs_in(desk: Desk) -> None:
    claims = await desk.sign_in()
    identity = Identity(desk.people.issuer, "hanna")
    assert claims == Claims(identity, "hanna", "Hanna Host", StaffRole.HOST)


async def test_what_the_browser_is_sent_with(desk: Desk) -> None:
    url, pending = await desk.oidc.begin(BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert asked.pop("code_challenge") not in ("", pending.verifier)
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "scope": "openid profile email",
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge_method": "S256",
    }
    _, other = await desk.oidc.begin(BACK)
    secrets = [pending.state, pending.nonce, pending.verifier, other.state, other.nonce]
    assert len(set(secrets)) == 5
    assert min(map(len, secrets)) >= 43
    assert pending.nonce not in repr(pending)
    assert pending.verifier not in repr(pending)


async def test_the_code_is_good_once_and_only_with_its_verifier(desk: Desk) -> None:
    pending, code = await desk.until_back()
    with pytest.raises(IdentityRefused, match="code"):
        await desk.oidc.finish(replace(pending, verifier="x" * 43), code, None)
    await desk.oidc.finish(pending, code, None)
    with pytest.raises(IdentityRefused, match="code"):
        await desk.oidc.finish(pending, code, None)


async def test_the_token_of_another_sign_in(desk: Desk) -> None:
    with pytest.raises(IdentityRefused, match="invalid_claim"):
        await desk.with_nonce("another")


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"drop": ["nonce"]}, "missing_claim"),
        ({"claims": {"aud": "another client"}}, "invalid_claim"),
        ({"claims": {"aud": ["another client"]}}, "invalid_claim"),
        ({"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}}, "invalid_claim"),
        ({"claims": {"aud": [CLIENT_ID, "another"]}}, "missing_claim"),
        ({"drop": ["aud"]}, "missing_claim"),
        ({"claims": {"iss": "https://another.example"}}, "invalid_claim"),
        ({"drop": ["iss"]}, "missing_claim"),
        ({"later": -7200}, "expired_token"),
        ({"drop": ["exp"]}, "missing_claim"),
        ({"claims": {"exp": "never"}}, "invalid_claim"),
        ({"later": 7200}, "invalid_claim"),
        ({"claims": {"sub": ""}}, "invalid_claim"),
        ({"claims": {"sub": 7}}, "invalid_claim"),
        ({"claims": {"sub": "x" * 256}}, "subject"),
        ({"signed": "by nobody"}, "form"),
        ({"signed": "by the secret"}, "form"),
        ({"signed": "by the public key"}, "form"),
        ({"signed": "by another"}, "signature"),
        ({"signed": ""}, "form"),
        ({"signed": "a.b.c"}, "form"),
        ({"signed": "e30.e30."}, "form"),
        ({"signed": "[].[].[]"}, "form"),
        ({"signed": "\u20ac"}, "form"),
    ],
)
async def test_tokens_that_prove_nobody(desk: Desk, lie: dict[str, Any], reason: str) -> None:
    await desk.people.lie(**lie)
    assert await refused(desk) == reason
    await desk.people.lie()
    assert await desk.sign_in(), "the same person, and an honest token"


async def test_clocks_may_be_apart_by_a_minute(desk: Desk) -> None:
    await desk.people.lie(later=-3630)
    assert await desk.sign_in()
    await desk.people.lie(later=-3670)
    assert await refused(desk) == "expired_token"
    await desk.people.lie(later=50)
    assert await desk.sign_in()


async def test_an_answer_may_say_whose_it_is(desk: Desk) -> None:
    """RFC 9207: the answer of another provider is not taken for this one's."""
    pending, code = await desk.until_back()
    with pytest.raises(IdentityRefused, match="issuer"):
        await desk.oidc.finish(pending, code, "https://another.example")
    assert await desk.oidc.finish(pending, code, desk.people.issuer)


async def test_it_must_say_so_where_the_provider_promises_it(
    identity_provider: IdentityProvider,
) -> None:
    promise = {"authorization_response_iss_parameter_supported": True}
    await identity_provider.lie(metadata=promise)
    desk = Desk.at(identity_provider, HandClock(time.time()))
    pending, code = await desk.until_back("anybody")
    with pytest.raises(IdentityRefused, match="no_issuer"):
        await desk.oidc.finish(pending, code, None)
    await desk.oidc.close()


async def test_new_keys_are_found_at_once(desk: Desk) -> None:
    for same_name in (False, True):
        assert await desk.sign_in()
        await desk.people.rotate(same_name=same_name)
        desk.clock.ahead += 6
        assert await desk.sign_in()


async def test_a_key_that_was_withdrawn_counts_no_more(desk: Desk) -> None:
    await desk.people.lie(signed="by another")
    desk.clock.ahead += 6
    assert await refused(desk) == "signature"


def test_the_highest_of_several_roles_counts() -> None:
    said = {"sub": "1", "roles": ["Hosts", "x", "IT", 7, None]}
    assert claims_of(said, ISSUER, RULES).role is StaffRole.ADMINISTRATOR


@pytest.mark.parametrize(
    "roles", [None, [], ["hosts"], "Hosts,IT", {"Hosts": True}, 7, [["Hosts"]]]
)
def test_no_role_without_a_group_of_the_settings(roles: object) -> None:
    assert claims_of({"sub": "1", "roles": roles}, ISSUER, RULES).role is None


def test_where_groups_are() -> None:
    deep = Rules("realm_access.roles", RULES.roles, "name")
    assert claims_of({"sub": "1", "realm_access": {"roles": "Hosts"}}, ISSUER, deep).role
    assert claims_of({"sub": "1", "realm_access.roles": ["Hosts"]}, ISSUER, deep).role
    assert claims_of({"sub": "1", "realm_access": ["roles"]}, ISSUER, deep).role is None


def test_names() -> None:
    def named(**claims: object) -> tuple[str, str]:
        found = claims_of({"sub": "s-1", **claims}, ISSUER, RULES)
        return found.login, found.name

    assert named() == ("s-1", "s-1")
    assert named(email="h@bank.example") == ("h@bank.example", "h@bank.example")
    assert named(email="h@bank.example", preferred_username="h") == ("h", "h")
    assert named(name=" Hanna\u202e\n\x00 Host\ud800 ") == ("s-1", "Hanna Host")
    assert named(name="\u200b", email=7) == ("s-1", "s-1")
    assert named(name="花子 花山") == ("s-1", "花子 花山")
    assert len(named(name="x" * 100)[1]) == MAX_NAME
