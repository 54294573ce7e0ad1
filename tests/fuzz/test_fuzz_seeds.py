"""Every input that was thought of or found by the fuzzer, once more, without the fuzzer."""

from pathlib import Path

import fuzz_crowd
import fuzz_frames
import fuzz_messages
import pytest

TARGETS = {"crowd": fuzz_crowd.run, "frames": fuzz_frames.run, "messages": fuzz_messages.run}
SEEDS = sorted(path for path in Path(__file__).with_name("seeds").glob("*/*"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_seed_breaks_no_promise(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


def test_there_are_seeds_for_all() -> None:
    assert {seed.parent.name for seed in SEEDS} == set(TARGETS)
