"""Signing in at the real identity provider of the tests, as far as the services go."""

from dataclasses import dataclass, replace

from identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from vbranch.protocol.constants import StaffRole
from vbranch.services.oidc import Oidc, Pending, Rules
from vbranch.services.oidc_provider import Client, Provider
from vbranch.services.sign_in import Claims

RULES = Rules("roles", {"Hosts": StaffRole.HOST, "IT": StaffRole.ADMINISTRATOR}, "name")
BACK = "http://branch.example/api/v1/staff/oidc/callback"


class HandClock:
    """A clock that a test turns; it begins at the present, since tokens are of today."""

    def __init__(self, unix: float) -> None:
        self.ahead = 0.0
        self._unix = unix

    def unix(self) -> float:
        return self._unix + self.ahead

    def monotonic(self) -> float:
        return 1000.0 + self.ahead


@dataclass
class Desk:
    """The branch's side (``oidc``) and the provider's (``people``)."""

    people: IdentityProvider
    clock: HandClock
    provider: Provider
    oidc: Oidc

    @classmethod
    def at(
        cls, people: IdentityProvider, clock: HandClock, secret: str | None = CLIENT_SECRET
    ) -> "Desk":
        client = Client(CLIENT_ID, secret)
        provider = Provider(people.issuer, client, clock)
        return cls(people, clock, provider, Oidc(provider, client, RULES, clock))

    async def until_back(self, subject: str = "hanna") -> tuple[Pending, str]:
        """A sign-in as far as the code that the browser brings."""
        url, pending = await self.oidc.begin(BACK)
        back = await self.people.consent(url, subject)
        assert back.query["state"] == pending.state
        return pending, back.query["code"]

    async def sign_in(self, subject: str = "hanna") -> Claims:
        pending, code = await self.until_back(subject)
        return await self.oidc.finish(pending, code, None)

    async def with_nonce(self, nonce: str) -> Claims:
        """What happens when the code belongs to another sign-in than the one that is pending."""
        pending, code = await self.until_back()
        return await self.oidc.finish(replace(pending, nonce=nonce), code, None)
