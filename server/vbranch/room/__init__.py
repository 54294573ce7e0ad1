"""The room: PURE. No await, clock, socket or log in here; time is an argument (ARCHITECTURE.md)."""
