"""Staff's login names and passwords: their form, and how a password is kept (argon2id). Pure.

Hashing takes about a tenth of a second of a processor by design: never on the event loop. One lane,
so that a sign-in takes one core and leaves the others to the rooms.
"""

import re
import secrets
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_LOGIN: Final = 64
MIN_PASSWORD: Final = 12
MAX_PASSWORD: Final = 256
"""Longer ones are not looked at: hashing must not be made slower from outside."""

_LOGIN: Final = re.compile(r"[\w][\w.@+-]*")
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)  # RFC 9106, 4.
_DUMMY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1"
    "$PzTGLqFfVKOSmm3P7RTWlg$ep5kwV3YcS+9+PaYUmhWrzPRNTH8LJR8u5K+ta88kqk"
)
"""Of random bytes that were thrown away; by the same parameters, so that it takes as long."""


class BadLogin(ValueError):
    """No login name; the message says why."""


class BadPassword(ValueError):
    """Not to be had as a password; the message says why, without a word of it."""


def login_form(login: str) -> str:
    """The one form of a login name, however it was typed: two that look alike are one.

    Raises ``BadLogin``.
    """
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).casefold()).strip()
    if not 1 <= len(form) <= MAX_LOGIN:
        raise BadLogin(f"a login name has 1 to {MAX_LOGIN} characters")
    if not _LOGIN.fullmatch(form):
        raise BadLogin("a login name is made of letters, digits and . _ - + @")
    return form


def check_password(password: str, login: str) -> None:
    """Whether it may become somebody's password. Raises ``BadPassword``."""
    form = unicodedata.normalize("NFKC", password)
    if max(len(password), len(form)) > MAX_PASSWORD or len(form) < MIN_PASSWORD:
        raise BadPassword(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")
    if len(set(form)) < 5:
        raise BadPassword("a password has at least five different characters")
    if login in form.casefold():
        raise BadPassword("a password does not contain the login name")


def new_password() -> str:
    """One that nobody guesses (120 bits), to be typed once from a screen."""
    return "-".join(secrets.token_hex(3) for _ in range(5))


def hash_password(password: str) -> str:
    """What the store keeps."""
    return _HASHER.hash(_form(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether it is the password; without a kept hash the same work is done for nothing."""
    if len(password) > MAX_PASSWORD:
        kept, password = None, ""
    try:
        _HASHER.verify(kept or _DUMMY, _form(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether it was hashed by other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _form(password: str) -> bytes:
    """Keyboards write the same letter in several ways; any string at all has a form."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
