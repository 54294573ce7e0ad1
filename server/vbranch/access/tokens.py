"""Secrets that a client carries (cookie, ticket, resume token, bot key) and how they are kept.

They hold 256 random bits, so a plain SHA-256 is enough: there is nothing to guess that a slow
hash would have to protect. Only the hash is stored; who reads the store cannot use what is in it.
"""

import hashlib
import secrets
from typing import Final

TOKEN_BYTES: Final = 32


def new_token() -> str:
    """A fresh secret: 43 characters of ``A-Z a-z 0-9 - _``."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What a store keeps of a token: its SHA-256, 32 bytes. Any string will do."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
