"""Build hook: a wheel contains the built web client; an editable install leaves that to `make`."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClientBuild(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``npm ci`` and the Vite build before the wheel's files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        from web import npm

        npm(root / "web_client", "ci", "--no-audit", "--no-fund")
        npm(root / "web_client", "run", "build")
