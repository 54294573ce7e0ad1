"""Secrets that lie in the data folder, readable by its owner alone."""

import os
from pathlib import Path
from typing import Final

from vbranch.access.tokens import new_token

BOT_KEY_FILE: Final = "bot.key"


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
