"""virtual-branch: the server that a bank runs to open a virtual branch. ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
