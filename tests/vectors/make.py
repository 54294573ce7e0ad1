"""Makes the wire vectors that the Python and TypeScript tests both read (PROTOCOL.md).

``python tests/vectors/make.py`` writes the JSON files beside this script; with ``--check`` it
writes nothing and fails if they differ. What the files hold is described in each one's ``about``.
"""

import json
import sys
from pathlib import Path

from frame_cases import frames
from message_cases import messages
from record_cases import records

HERE = Path(__file__).parent


def documents() -> dict[str, str]:
    """File names and their text."""
    made = {"records.json": records(), "frames.json": frames(), "messages.json": messages()}
    return {name: json.dumps(document, indent=1) + "\n" for name, document in made.items()}


def main(arguments: list[str]) -> int:
    made = documents()
    stale = [
        name
        for name, text in made.items()
        if not (HERE / name).exists() or (HERE / name).read_text() != text
    ]
    if "--check" in arguments:
        print("\n".join(f"{name} is not what make.py makes" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(made[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
