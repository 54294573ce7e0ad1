"""Writes `assets/avatars/skeleton.json`: the joints that all people share, and the lengths of a middling body.

    python -m people.reference

Clips are made on this body; the page reads joint names and parents from here and nowhere else.
"""

import json
from pathlib import Path

from people.body import Body, macros, make_body
from people.skeleton import JOINTS

TARGET = Path(__file__).resolve().parents[2] / "assets" / "avatars" / "skeleton.json"
HEIGHT_M = 1.70


def reference_body() -> Body:
    """Half woman, half man, of all three kinds of descent, 1.70 m."""
    kin = {"asian": 1 / 3, "african": 1 / 3, "caucasian": 1 / 3}
    targets: dict[str, float] = {}
    for sex in ("female", "male"):
        for name, share in macros(sex=sex, race=kin, age=0.1, weight=0, muscle=0, height=0).items():
            targets[name] = targets.get(name, 0) + share / 2
    return make_body(targets, HEIGHT_M)


def main() -> None:
    rest = reference_body().rest()
    rows = [
        json.dumps({"name": name, "parent": parent, "rest": [round(float(x), 4) + 0.0 for x in rest[i]]})
        for i, (name, parent) in enumerate(JOINTS)
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f'{{"height": {HEIGHT_M}, "joints": [\n  ' + ",\n  ".join(rows) + "\n]}\n")


if __name__ == "__main__":
    main()
