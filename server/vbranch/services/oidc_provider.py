"""The identity provider as this server talks to it: its metadata, its keys, a code for a token.

Metadata and keys are fetched when they are needed and kept for a while. A token that was signed by
a key we do not know makes us look again at once, since providers change keys whenever they like;
but not more often than every ``AGAIN_S``, whatever tokens come. Nothing that is out of date is used
because the provider cannot be reached: without it there would be no token either.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote_plus

import aiohttp
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_token_request,
)
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, OKPKey, RSAKey
from pydantic import BaseModel, ConfigDict, ValidationError

from vbranch.access.urls import as_confidential
from vbranch.ports.clock import Clock

METADATA_S: Final = 3600.0
KEYS_S: Final = 600.0
AGAIN_S: Final = 5.0
REST_S: Final = 2.0  # after an answer that was none
ANSWER_S: Final = 8.0
MAX_ANSWER: Final = 256 * 1024
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_PUBLIC: Final[dict[str, type[RSAKey] | type[ECKey] | type[OKPKey]]] = {
    "RSA": RSAKey,
    "EC": ECKey,
    "OKP": OKPKey,
}
"""Kinds of keys that sign without a shared secret."""

T = TypeVar("T")


class ProviderUnavailable(Exception):
    """The provider cannot be reached, or does not answer as one; ``reason`` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CodeRefused(Exception):
    """The provider gives no token for this code: it is wrong, used or too old."""


class Metadata(BaseModel):
    """What is used of OpenID Provider Metadata (OpenID Connect Discovery 1.0, 3)."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """What this server is called at the provider."""

    id: str
    secret: str | None = field(repr=False)


class Kept(Generic[T]):
    """A fetched thing and when, by a monotonic clock."""

    def __init__(self, life: float) -> None:
        self._life = life
        self._thing: T | None = None
        self._since = 0.0

    def get(self, now: float, *, within: float | None = None) -> T | None:
        """The thing, if it is not older than its life (or ``within``)."""
        life = self._life if within is None else within
        return self._thing if now - self._since < life else None

    def put(self, thing: T, now: float) -> None:
        self._thing, self._since = thing, now


class Provider:
    """``close`` it; everything that asks it raises ``ProviderUnavailable``."""

    def __init__(
        self,
        issuer: str,
        client: Client,
        clock: Clock,
        http: Callable[[], aiohttp.ClientSession] | None = None,
    ) -> None:
        self._issuer = issuer
        self._client = client
        self._clock = clock
        self._make_http = http or _http
        self._http: aiohttp.ClientSession | None = None
        self._metadata = Kept[Metadata](METADATA_S)
        self._keys = Kept[KeySet](KEYS_S)
        self._failed = Kept[str](REST_S)
        self._fetching = asyncio.Lock()

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def metadata(self) -> Metadata:
        async with self._fetching:
            kept = self._metadata.get(self._clock.monotonic())
            if kept is None:
                address = self._issuer.rstrip("/") + _WELL_KNOWN
                kept = await self._fetch(address, self._read_metadata)
                self._metadata.put(kept, self._clock.monotonic())
            return kept

    async def keys(self, *, newer: bool = False) -> KeySet:
        """Its keys for signatures; ``newer`` when those we have do not fit a token."""
        uri = (await self.metadata()).jwks_uri
        async with self._fetching:
            kept = self._keys.get(self._clock.monotonic(), within=AGAIN_S if newer else None)
            if kept is None:
                kept = await self._fetch(uri, _read_keys)
                self._keys.put(kept, self._clock.monotonic())
            return kept

    async def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The ID token for a code; nothing else of the answer is used. Raises ``CodeRefused``."""
        metadata = await self.metadata()
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier
        )
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        methods = metadata.token_endpoint_auth_methods_supported
        auth = _client_auth(self._client, methods)
        url, headers, body = auth.prepare("POST", metadata.token_endpoint, headers, body)
        status, answer = await self._ask("POST", url, data=body, headers=headers)
        if status == 400:
            raise CodeRefused
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise ProviderUnavailable(f"token endpoint answers {status}")
        return token

    def _read_metadata(self, answer: dict[str, Any]) -> Metadata:
        try:
            found = Metadata.model_validate(answer)
        except ValidationError:
            raise ProviderUnavailable("its metadata lack what is needed") from None
        if found.issuer != self._issuer:  # word for word: OpenID Connect Discovery 1.0, 4.3
            raise ProviderUnavailable("its metadata name another issuer")
        for url in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            if not as_confidential(url, self._issuer):
                raise ProviderUnavailable("its metadata name an address without https")
        return found

    async def _fetch(self, url: str, read: Callable[[dict[str, Any]], T]) -> T:
        """What ``read`` makes of the answer. Who waited for one that failed does not ask anew: a
        provider that is silent would hold each of them as long as it held the first."""
        failed = self._failed.get(self._clock.monotonic())
        if failed is not None:
            raise ProviderUnavailable(failed)
        try:
            status, answer = await self._ask("GET", url)
            if status != 200:
                raise ProviderUnavailable(f"answers {status}")
            return read(answer)
        except ProviderUnavailable as fault:
            self._failed.put(fault.reason, self._clock.monotonic())
            raise

    async def _ask(self, method: str, url: str, **how: Any) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of the answer; redirects are not followed, they would carry the
        client's secret to somewhere else."""
        if self._http is None:
            self._http = self._make_http()
        try:
            async with self._http.request(method, url, allow_redirects=False, **how) as response:
                raw = await _whole(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise ProviderUnavailable(type(fault).__name__) from None
        try:
            answer = json.loads(raw)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ProviderUnavailable(f"answers {response.status} without a JSON object")
        return response.status, answer


def _http() -> aiohttp.ClientSession:
    """Cookies of the provider are of no use here; a bank's way out is often a proxy, which the
    usual variables name (HTTPS_PROXY)."""
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=ANSWER_S),
        trust_env=True,
    )


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for part in response.content.iter_any():
        raw += part
        if len(raw) > MAX_ANSWER:
            raise ProviderUnavailable("its answer is too big")
    return bytes(raw)


def _client_auth(client: Client, methods: list[str]) -> ClientAuth:
    """How the client shows who it is: in the body where the provider takes that. In a Basic header
    id and secret are form-encoded first (RFC 6749, 2.3.1), which the library leaves to us and some
    providers do not undo."""
    if client.secret is None:
        return ClientAuth(client.id, None, "none")
    if "client_secret_post" in methods:
        return ClientAuth(client.id, client.secret, "client_secret_post")
    return ClientAuth(quote_plus(client.id), quote_plus(client.secret), "client_secret_basic")


def _read_keys(answer: dict[str, Any]) -> KeySet:
    """Public keys for signatures; one that cannot be read does not spoil the others."""
    found: list[Key] = []
    listed = answer.get("keys")
    for key in listed if isinstance(listed, list) else []:
        kind = _PUBLIC.get(str(key.get("kty"))) if isinstance(key, dict) else None
        if kind is None or key.get("use", "sig") != "sig":
            continue
        try:
            found.append(kind.import_key(key))
        except (JoseError, ValueError, KeyError, TypeError):
            continue
    if not found:
        raise ProviderUnavailable("it shows no keys for signatures")
    return KeySet(found)
