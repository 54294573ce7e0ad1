"""The real server as a process, for every test that needs one.

``server`` is a fresh one on a free port with its own data folder; ``shared_server`` is one for the
tests of a module that leave it as they found it; ``launch`` starts any number with flags and
environment of one's own. Waiting is for what the server says, never for time.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from identity_provider import IdentityProvider
from server_process import Launch, ServerProcess, find_free_port

settings.register_profile("any machine", deadline=None)  # nothing here depends on speed
settings.load_profile("any machine")


@pytest.fixture
def free_port() -> int:
    return find_free_port()


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Readings of scenes and compressed content, which all servers of a test run share."""
    return tmp_path_factory.mktemp("cache")


@contextmanager
def launcher(folder: Path, cache: Path) -> Iterator[Launch]:
    started: list[ServerProcess] = []

    def start(
        *flags: str,
        env: Mapping[str, str] | None = None,
        wait: bool = True,
        data_dir: Path | None = None,
        port: int | None = None,
    ) -> ServerProcess:
        data = data_dir or folder / f"data-{len(started)}"
        data.mkdir(parents=True, exist_ok=True)
        if not (data / "cache").exists():
            (data / "cache").symlink_to(cache, target_is_directory=True)
        process = ServerProcess(data, port or find_free_port(), flags, env or {})
        started.append(process)
        process.start(wait=wait)
        return process

    try:
        yield start
    finally:
        for process in started:
            process.end()


@pytest.fixture
def launch(tmp_path: Path, warm_cache: Path) -> Iterator[Launch]:
    """``launch(*flags, env={}, wait=True, data_dir=None, port=None)``; all are ended afterwards."""
    with launcher(tmp_path, warm_cache) as start:
        yield start


@pytest.fixture
def server(launch: Launch) -> ServerProcess:
    """A fresh server, ready."""
    return launch()


@pytest.fixture(scope="module")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, warm_cache: Path
) -> Iterator[ServerProcess]:
    """One server, ready, for the tests of a module."""
    with launcher(tmp_path_factory.mktemp("shared"), warm_cache) as start:
        yield start()


@pytest.fixture(scope="session")
def _identity_provider() -> Iterator[IdentityProvider]:
    process = IdentityProvider()
    yield process
    process.end()


@pytest.fixture
async def identity_provider(_identity_provider: IdentityProvider) -> IdentityProvider:
    """An identity provider that is honest until the test wants otherwise."""
    await _identity_provider.lie()
    return _identity_provider
