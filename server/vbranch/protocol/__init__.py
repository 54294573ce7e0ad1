"""The wire: PURE. PROTOCOL.md is the specification; this package is its only implementation on the server."""
