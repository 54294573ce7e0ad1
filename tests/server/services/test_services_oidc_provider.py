"""The identity provider as it is asked: what is kept, what is looked at again, what is refused."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from oidc_kit import Desk, HandClock

from identity_provider import CLIENT_ID, IdentityProvider
from vbranch.services.oidc_provider import (
    AGAIN_S,
    KEYS_S,
    MAX_ANSWER,
    METADATA_S,
    REST_S,
    Client,
    Provider,
    ProviderUnavailable,
)

METADATA = "/.well-known/openid-configuration"


@pytest.fixture
async def desk(identity_provider: IdentityProvider) -> AsyncIterator[Desk]:
    desk = Desk.at(identity_provider, HandClock(time.time()))
    yield desk
    await desk.oidc.close()


async def asked_during(desk: Desk, *steps: Any) -> list[str]:
    before = len(await desk.people.asked())
    for step in steps:
        await step
    return (await desk.people.asked())[before:]


async def test_metadata_and_keys_are_kept_for_a_while(desk: Desk) -> None:
    provider = desk.provider
    assert await asked_during(desk, provider.keys()) == [METADATA, "/jwks"]
    assert await asked_during(desk, provider.keys(), provider.metadata()) == []
    desk.clock.ahead += KEYS_S
    assert await asked_during(desk, provider.keys(), provider.keys()) == ["/jwks"]
    desk.clock.ahead += METADATA_S
    assert await asked_during(desk, provider.metadata()) == [METADATA]


async def test_newer_keys_are_not_asked_for_all_the_time(desk: Desk) -> None:
    provider = desk.provider
    await provider.keys()
    assert await asked_during(desk, provider.keys(newer=True)) == []
    desk.clock.ahead += AGAIN_S
    newer = [provider.keys(newer=True) for _ in range(3)]
    assert await asked_during(desk, *newer) == ["/jwks"]


async def test_many_at_once_ask_once(desk: Desk) -> None:
    async def many() -> None:  # begins when it is awaited, so that none of it comes before
        await asyncio.gather(*(desk.provider.keys() for _ in range(10)))

    assert await asked_during(desk, many()) == [METADATA, "/jwks"]


async def test_who_waits_for_a_provider_that_fails_fails_with_it(desk: Desk) -> None:
    await desk.people.lie(status=500)
    before = len(await desk.people.asked())
    many = [desk.provider.metadata() for _ in range(10)]
    failures = await asyncio.gather(*many, return_exceptions=True)
    assert {str(failure) for failure in failures} == {"answers 500"}
    assert (await desk.people.asked())[before:] == [METADATA]
    await desk.people.lie()
    with pytest.raises(ProviderUnavailable):
        await desk.provider.metadata()
    desk.clock.ahead += REST_S
    assert await desk.provider.metadata()


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"issuer": "https://another.example"}, "another issuer"),
        ({"token_endpoint": "http://id.example/token"}, "without https"),
        ({"jwks_uri": "http://id.example/keys"}, "without https"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "without https"),
        ({"token_endpoint": None}, "lack what is needed"),
        ({"jwks_uri": ["https://id.example"]}, "lack what is needed"),
    ],
)
async def test_metadata_that_are_not_believed(
    desk: Desk, metadata: dict[str, Any], reason: str
) -> None:
    await desk.people.lie(metadata=metadata)
    with pytest.raises(ProviderUnavailable, match=reason):
        await desk.provider.metadata()
    await desk.people.lie()
    desk.clock.ahead += REST_S
    assert await desk.provider.metadata(), "and they are not kept"


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (500, None, "answers 500"),
        (302, None, "answers 302"),
        (200, "[]", "without a JSON object"),
        (200, "<html>", "without a JSON object"),
        (200, json.dumps({"issuer": "x" * MAX_ANSWER}), "too big"),
    ],
)
async def test_answers_that_are_none(
    desk: Desk, status: int, answer: str | None, reason: str
) -> None:
    await desk.people.lie(status=status, answer=answer)
    with pytest.raises(ProviderUnavailable, match=reason):
        await desk.provider.metadata()


async def test_nobody_is_followed_to_elsewhere(desk: Desk) -> None:
    """A redirect would carry the code, its verifier and the client's secret along."""
    pending, code = await desk.until_back()
    await desk.people.lie(status=307, location="/elsewhere")
    with pytest.raises(ProviderUnavailable, match="307"):
        await desk.oidc.finish(pending, code, None)
    assert "/elsewhere" not in await desk.people.asked()


async def test_out_of_date_keys_are_not_used(desk: Desk) -> None:
    pending, code = await desk.until_back()
    await desk.provider.keys()
    desk.clock.ahead += KEYS_S
    await desk.people.lie(status=500)
    with pytest.raises(ProviderUnavailable):
        await desk.oidc.finish(pending, code, None)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        None,
        [{"kty": "oct", "k": "c2VjcmV0"}],
        [{"kty": "RSA", "use": "enc", "n": "AQAB", "e": "AQAB"}],
        [7, {}, {"kty": "RSA"}, {"kty": "EC", "crv": "P-0", "x": "", "y": ""}],
    ],
)
async def test_no_keys_for_signatures(desk: Desk, keys: Any) -> None:
    await desk.provider.metadata()
    await desk.people.lie(status=200, answer=json.dumps({"keys": keys}))
    with pytest.raises(ProviderUnavailable, match="no keys"):
        await desk.provider.keys()


async def test_nobody_is_there() -> None:
    clock = HandClock(time.time())
    provider = Provider("http://localhost:9", Client(CLIENT_ID, None), clock)
    with pytest.raises(ProviderUnavailable):
        await provider.metadata()
    await provider.close()


async def test_the_secret_in_the_body_where_the_provider_takes_it(
    identity_provider: IdentityProvider,
) -> None:
    await identity_provider.lie(
        metadata={"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    )
    desk = Desk.at(identity_provider, HandClock(time.time()))
    assert await desk.sign_in()
    await desk.oidc.close()


@pytest.mark.parametrize("secret", ["wrong", None])
async def test_a_wrong_secret_is_no_fault_of_the_person(
    identity_provider: IdentityProvider, secret: str | None
) -> None:
    desk = Desk.at(identity_provider, HandClock(time.time()), secret)
    with pytest.raises(ProviderUnavailable, match="401"):
        await desk.sign_in()
    await desk.oidc.close()


def test_the_secret_is_in_no_repr() -> None:
    assert "hunter2" not in repr(Client(CLIENT_ID, "hunter2"))
