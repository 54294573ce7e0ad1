"""Signing in by OpenID Connect: authorisation code with PKCE (S256), state and nonce.

``begin`` makes what the browser is sent to the provider with, ``finish`` turns the code that it
brings back into ``Claims``. What an ID token must fulfil is checked by authlib (OpenID Connect
Core 1.0, 3.1.3.7), its signature by joserfc; here stands which keys and algorithms may count, and
what the bank's settings make of a person's groups.
"""

import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

from vbranch.ports.clock import Clock
from vbranch.ports.staff import Identity
from vbranch.protocol.constants import MAX_NAME, StaffRole
from vbranch.services.oidc_provider import Client, CodeRefused, Provider
from vbranch.services.sign_in import Claims

SCOPE: Final = "openid profile email"
LEEWAY_S: Final = 60
"""How far the provider's clock may be from ours."""
ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures by a key that only the provider has: neither ``none`` nor a shared secret (HS256)."""
MAX_SUBJECT: Final = 255  # OpenID Connect Core 1.0, 2
_RANK: Final = (
    StaffRole.ADMINISTRATOR,
    StaffRole.MODERATOR,
    StaffRole.HOST,
    StaffRole.ADVISER,
)
"""Whose groups give several roles has the first of these."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings make of claims: ``roles`` is by the value of ``role_claim``."""

    role_claim: str
    roles: Mapping[str, StaffRole]
    name_claim: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that is under way; the browser keeps it, sealed, and brings it back."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str


class IdentityRefused(Exception):
    """The provider's answer proves nobody; ``reason`` is for the log and names no person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Oidc:
    """All methods may raise ``ProviderUnavailable``."""

    def __init__(self, provider: Provider, client: Client, rules: Rules, clock: Clock) -> None:
        self._provider = provider
        self._client = client
        self._rules = rules
        self._clock = clock

    async def close(self) -> None:
        await self._provider.close()

    async def begin(self, redirect_uri: str) -> tuple[str, Pending]:
        """Where the browser is sent, and what is to be remembered until it comes back."""
        metadata = await self._provider.metadata()
        pending = Pending(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            redirect_uri=redirect_uri,
        )
        url = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=self._client.id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope=SCOPE,
            state=pending.state,
            nonce=pending.nonce,
            code_challenge=create_s256_code_challenge(pending.verifier),
            code_challenge_method="S256",
        )
        return url, pending

    async def finish(self, pending: Pending, code: str, issuer: str | None) -> Claims:
        """Who has come back with this code. ``issuer`` is what the answer says of itself (RFC
        9207). The caller has compared the state. Raises ``IdentityRefused``."""
        metadata = await self._provider.metadata()
        if issuer is None and metadata.authorization_response_iss_parameter_supported:
            raise IdentityRefused("no_issuer")
        if issuer is not None and issuer != metadata.issuer:
            raise IdentityRefused("issuer")
        try:
            raw = await self._provider.id_token(code, pending.verifier, pending.redirect_uri)
        except CodeRefused:
            raise IdentityRefused("code") from None
        token = await self._signed(raw)
        self._check(token, metadata.issuer, pending.nonce)
        return claims_of(token.claims, metadata.issuer, self._rules)

    async def _signed(self, raw: str) -> jwt.Token:
        """The token, if one of the provider's keys has signed it; a key that we do not know, or a
        signature that does not fit, may be of a key that is newer than ours."""
        for newer in (False, True):
            keys = await self._provider.keys(newer=newer)
            try:
                return jwt.decode(raw, keys, algorithms=ALGORITHMS)
            except (InvalidKeyIdError, BadSignatureError):
                continue
            except (JoseError, ValueError):
                raise IdentityRefused("form") from None
        raise IdentityRefused("signature")

    def _check(self, token: jwt.Token, issuer: str, nonce: str) -> None:
        """What an ID token must say to be meant for us, for this sign-in, and now."""
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "sub": {"essential": True},
                "aud": {"essential": True, "value": self._client.id},
            },
            params={"nonce": nonce, "client_id": self._client.id},
        )
        try:
            claims.validate(now=int(self._clock.unix()), leeway=LEEWAY_S)
        except JoseError as fault:
            raise IdentityRefused(fault.error or "claims") from None


def claims_of(claims: Mapping[str, Any], issuer: str, rules: Rules) -> Claims:
    """The person of a checked token, with the role that the settings give them, or none."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT:
        raise IdentityRefused("subject")
    login = next(_texts(claims, ("preferred_username", "email")), subject)
    name = next(_texts(claims, (rules.name_claim,)), login)
    said = claim_at(claims, rules.role_claim)
    groups = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    given = {rules.roles.get(group) for group in groups if isinstance(group, str)}
    role = next((role for role in _RANK if role in given), None)
    return Claims(Identity(issuer, subject), login, name[:MAX_NAME].rstrip(), role)


def claim_at(claims: Mapping[str, Any], path: str) -> object:
    """The claim of that name; with points also one within another (``realm_access.roles``)."""
    if path in claims:
        return claims[path]
    here: object = claims
    for part in path.split("."):
        if not isinstance(here, Mapping):
            return None
        here = here.get(part)
    return here


def _texts(claims: Mapping[str, Any], paths: tuple[str, ...]) -> Iterator[str]:
    """Those that say something, as one line without characters that are not seen."""
    for path in paths:
        said = claim_at(claims, path)
        if isinstance(said, str):
            seen = "".join(
                c if c.isprintable() else " " for c in unicodedata.normalize("NFC", said)
            )
            if text := " ".join(seen.split()):
                yield text
