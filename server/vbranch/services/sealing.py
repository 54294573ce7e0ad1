"""Sealed text: names and words as they lie in the log, readable only while the visit's key exists.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and the visit's id as associated data, so
that a sealed text cannot be moved to another visit. A visit's key seals some thousand texts at
most, far below the 2^32 up to which random nonces are safe. Second factors' secrets are sealed in
the same way, for their account, by a key of the data folder. Form: URL-safe base64 without
padding of nonce, ciphertext and 16-byte tag.
"""

import base64
import binascii
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vbranch.ids import AccountId, VisitId

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


def new_key() -> bytes:
    """A fresh key for one visit."""
    return os.urandom(KEY_BYTES)


class Seal:
    """The seal of one visit, or account: closes and opens its texts."""

    __slots__ = ("_cipher", "_owner")

    def __init__(self, owner: VisitId | AccountId, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)
        self._owner = owner.encode()

    def close(self, text: str) -> str:
        """The sealed form of ``text``; different each time."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), self._owner)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, sealed: str) -> str | None:
        """The text, or None if it was not sealed with this key for this owner."""
        try:
            raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], self._owner).decode()
        except (InvalidTag, binascii.Error, ValueError):
            return None
