"""Which ICE servers a page may use, and its credentials for relays (PROTOCOL.md V-4). Pure.

The credentials are those of coturn's ``use-auth-secret`` (draft-uberti-behave-turn-rest): a name
that says until when it is good, and its HMAC. The server and coturn share a secret and nothing
else, and coturn learns nothing of who somebody is.
"""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from vbranch.protocol.messages import IceServer, VoiceIce

TURN_LIFE_S: Final = 3600


@dataclass(frozen=True, slots=True)
class IceServers:
    """``urls`` of STUN and TURN servers. Of TURN servers ``secret`` is known."""

    urls: tuple[str, ...] = ()
    secret: str | None = None
    relay_only: bool = False

    def for_page(self, now: float, name: str) -> VoiceIce:
        """``name`` is anything that is not of the person; ``now`` is Unix seconds."""
        stun = [url for url in self.urls if url.startswith("stun")]
        turn = [url for url in self.urls if url.startswith("turn")]
        servers = [IceServer(urls=stun)] if stun else []
        if turn and self.secret is not None:
            username, credential = turn_credentials(self.secret, int(now) + TURN_LIFE_S, name)
            servers.append(IceServer(urls=turn, username=username, credential=credential))
        return VoiceIce(servers=servers, relay_only=self.relay_only, life_s=TURN_LIFE_S)


def turn_credentials(secret: str, until: int, name: str) -> tuple[str, str]:
    """User name and password that coturn takes until then (Unix seconds)."""
    username = f"{until}:{name}"
    digest = hmac.new(secret.encode(), username.encode(), "sha1").digest()
    return username, b64encode(digest).decode()
