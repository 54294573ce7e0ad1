"""The data folder: who has it, and the secrets in it."""

import fcntl
import os
from pathlib import Path
from typing import Final

from vbranch.access.tokens import new_token

BOT_KEY_FILE: Final = "bot.key"


class FolderUnusable(Exception):
    """The folder cannot be used; the text is one line with the remedy."""


def lock(folder: Path) -> int:
    """Make the folder and take it: two servers on one log would each believe their own rooms.

    Returns the descriptor that holds the lock; it goes with the process, however that ends.
    Raises ``FolderUnusable``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise FolderUnusable(
            f"the data folder {folder} cannot be written ({fault.strerror}); choose --data-dir"
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise FolderUnusable(
            f"another server uses the data folder {folder}; stop it or choose --data-dir"
        ) from None
    return descriptor


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
