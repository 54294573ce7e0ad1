"""Who carries one speaker to all in a room (PROTOCOL.md V-9): a process of ours, or LiveKit."""
