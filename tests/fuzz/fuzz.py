"""Coverage-guided fuzzing: ``python tests/fuzz/fuzz.py --seconds S`` shares the time among the
targets, ``--target NAME`` gives it to one.

What is found new is kept in ``.cache/fuzz`` for the next run. An input that breaks a promise is
written beside the seeds, where the ordinary tests replay it from then on. ``--keep`` fuzzes
nothing: it adds to the seeds those inputs of the corpus that reach what no seed reaches.
"""

import argparse
import importlib
import subprocess
import sys
from pathlib import Path
from typing import Final

import atheris

HERE: Final = Path(__file__).resolve().parent
LONGEST: Final = {"frames": 1500, "crowd": 1000, "messages": 600}


def corpus_of(target: str) -> Path:
    folder = HERE.parents[1] / ".cache" / "fuzz" / target
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run_libfuzzer(target: str, options: list[str]) -> None:
    """Ends the process; its status is not 0 when a promise was broken.

    To merge, libFuzzer starts this program again with options of its own behind ours.
    """
    module = f"fuzz_{target}"
    with atheris.instrument_imports(include=["vbranch", "websockets", "pose_rules", module]):
        run = importlib.import_module(module).run
    again = f"{sys.executable} {__file__}"  # libFuzzer hands it to a shell
    atheris.Setup([again, f"--target={target}", *options], run)
    atheris.Fuzz()


def fuzz(target: str, seconds: int) -> None:
    seeds = HERE / "seeds" / target
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST[target]}"]
    limits += ["-timeout=20", "-rss_limit_mb=4096"]
    output = ["-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={seeds}/"]
    run_libfuzzer(target, [*limits, *output, str(corpus_of(target)), str(seeds)])


def keep(target: str) -> None:
    """libFuzzer adds to its first folder what of the second reaches lines that nothing else did."""
    folders = [str(HERE / "seeds" / target), str(corpus_of(target))]
    run_libfuzzer(target, ["-merge=1", "-use_counters=0", *folders])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=LONGEST)
    parser.add_argument("--seconds", type=int, default=600, help="in all")
    parser.add_argument("--keep", action="store_true", help="add what the corpus reaches to seeds")
    chosen, own = parser.parse_known_args()
    if chosen.target is not None:
        if own:
            run_libfuzzer(chosen.target, own)
        elif chosen.keep:
            keep(chosen.target)
        else:
            fuzz(chosen.target, chosen.seconds)
    return max(
        subprocess.run([sys.executable, __file__, "--target", target, *rest(chosen)]).returncode
        for target in LONGEST
    )


def rest(chosen: argparse.Namespace) -> list[str]:
    if chosen.keep:
        return ["--keep"]
    return ["--seconds", str(max(1, chosen.seconds // len(LONGEST)))]


if __name__ == "__main__":
    sys.exit(main())
