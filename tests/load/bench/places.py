"""Where the benchmark's files lie: its sources here, what it makes and installs in ``.cache``."""

import sysconfig
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[2]
BRANCHES: Final = {"hall": HERE / "branch", "field": HERE / "field"}
"""The branch with each room."""
GENERATOR: Final = HERE / "generator"
PEERS: Final = HERE / "peers"

CACHE: Final = ROOT / ".cache" / "bench"
BIN: Final = CACHE / "bin"
NODE_PEERS: Final = CACHE / "node"
PLOT_PYTHON: Final = CACHE / "venv" / "bin" / "python"
VBRANCH: Final = Path(sysconfig.get_path("scripts")) / "vbranch"
"""The command of the environment that runs the benchmark."""
