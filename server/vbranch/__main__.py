"""``python -m vbranch`` is the command ``vbranch``."""

from vbranch.cli import main

main()
