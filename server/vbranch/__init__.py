"""virtual-branch: the server that a bank runs to open a virtual branch (see ARCHITECTURE.md)."""

__version__ = "0.1.0"
