"""Makes the lobby's ambience:  python -m lobby.ambience  (from `scenes/`; needs numpy and av, not Blender)."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from kit import sound  # noqa: E402

if __name__ == "__main__":
    target = HERE.parent.parent / "assets" / "scenes" / "lobby" / "lobby.ambience.ogg"
    sound.write_ogg(sound.hall(), target)
    print(f"{target.name}: {target.stat().st_size} bytes")
