"""The benchmark: the real server beside others, rooms of 100 to 5,000 who all move.

``make bench`` runs all of it; ``docs/benchmarks.md`` says what is measured and what came out. Parts
of it, in ``tests/load``:

    python -m bench --servers vbranch,limit-lazy --n 100 --rounds 2

``peers`` installs the other servers, ``servers`` knows how to start each, ``workloads`` what is
run, ``runner`` makes one row of figures, ``targets`` holds what must be reached, ``report`` and
``publish`` write it down. The load comes from ``generator/``, a C++ program that checks the poses
which it receives.
"""
