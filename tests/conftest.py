"""The real server as a process, for every test that needs one.

``server`` is a fresh one on a free port with its own data folder; ``launch`` starts any number with
flags and environment of one's own. Waiting is for what the server says, never for time.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from server_process import Launch, ServerProcess, find_free_port


@pytest.fixture
def free_port() -> int:
    return find_free_port()


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Readings of scenes and compressed content, which all servers of a test run share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def launch(tmp_path: Path, warm_cache: Path) -> Iterator[Launch]:
    """``launch(*flags, env={}, wait=True, data_dir=None, port=None)``; all are ended afterwards."""
    started: list[ServerProcess] = []

    def start(
        *flags: str,
        env: Mapping[str, str] | None = None,
        wait: bool = True,
        data_dir: Path | None = None,
        port: int | None = None,
    ) -> ServerProcess:
        folder = data_dir or tmp_path / f"data-{len(started)}"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "cache").exists():
            (folder / "cache").symlink_to(warm_cache, target_is_directory=True)
        process = ServerProcess(folder, port or find_free_port(), flags, env or {})
        started.append(process)
        process.start(wait=wait)
        return process

    yield start
    for process in started:
        process.end()


@pytest.fixture
def server(launch: Launch) -> ServerProcess:
    """A fresh server, ready."""
    return launch()
