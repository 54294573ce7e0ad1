"""What is built for staff: accounts and their signing in, moderation, the identity provider.

A part of the composition root (``app``).
"""

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vbranch.folder import staff_key
from vbranch.ports.clock import Clock
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.staff import Staff
from vbranch.settings import Settings
from vbranch.stores import Stores

if TYPE_CHECKING:  # where it is needed: it brings large libraries
    from vbranch.services.oidc import Oidc


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """``close`` it before the stores."""

    staff: Staff
    bans: Bans
    moderation: Moderation
    oidc: "Oidc | None"

    async def close(self) -> None:
        await self.staff.close()
        if self.oidc is not None:
            await self.oidc.close()


def open_desk(settings: Settings, stores: Stores, clock: Clock) -> StaffDesk:
    """Raises ``folder.KeyUnreadable``."""
    key = staff_key(settings.data_dir)
    bans = Bans(stores.bans, _key_for("bans", key))
    moderation = Moderation(
        audit=stores.audit, bans=bans, staff=stores.staff, sessions=stores.sessions, clock=clock
    )
    staff = Staff(stores.staff, stores.sessions, stores.audit, key, clock)
    return StaffDesk(staff, bans, moderation, _oidc(settings, clock))


def _key_for(purpose: str, key: bytes) -> bytes:
    """A key of its own for each purpose, out of the one in the data folder."""
    return hmac.digest(key, purpose.encode(), "sha256")


def _oidc(settings: Settings, clock: Clock) -> "Oidc | None":
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    from vbranch.services.oidc import Oidc, Rules
    from vbranch.services.oidc_provider import Client, Provider

    secret = settings.oidc_client_secret
    client = Client(settings.oidc_client_id, secret.get_secret_value() if secret else None)
    rules = Rules(settings.oidc_role_claim, settings.oidc_roles, settings.oidc_name_claim)
    return Oidc(Provider(settings.oidc_issuer, client, clock), client, rules, clock)
