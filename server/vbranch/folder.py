"""Secrets that lie in the data folder, readable by its owner alone."""

import base64
import binascii
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from vbranch.access.tokens import new_token

BOT_KEY_FILE: Final = "bot.key"
STAFF_KEY_FILE: Final = "staff.key"
STAFF_KEY_BYTES: Final = 32


class KeyUnreadable(Exception):
    """A key file holds no key; the message is one line for the operator."""


def bot_key(folder: Path) -> str:
    """The key that lies in the folder; made if there is none."""
    path = folder / BOT_KEY_FILE
    try:
        key = path.read_text("utf-8").strip()
    except FileNotFoundError:
        key = ""
    if not key:
        key = new_token()
        write_secret(path, f"{key}\n".encode())
    return key


def staff_key(folder: Path) -> bytes:
    """The key that seals second factors' secrets; made if there is none, by one process alone.

    Never replaced, since what it sealed could not be opened any more. ``KeyUnreadable``.
    """
    path = folder / STAFF_KEY_FILE
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        write_secret(fresh, base64.urlsafe_b64encode(os.urandom(STAFF_KEY_BYTES)) + b"\n")
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    try:
        key = base64.b64decode(path.read_bytes().strip(), altchars=b"-_", validate=True)
    except binascii.Error:
        key = b""
    if len(key) != STAFF_KEY_BYTES:
        raise KeyUnreadable(f"{path} holds no key; bring the file back from a backup")
    return key


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
