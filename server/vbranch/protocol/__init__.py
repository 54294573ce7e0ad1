"""The wire: PURE. PROTOCOL.md specifies it; this package speaks it for the server and the bots."""
