"""The scene kit: small parts from which the rooms of a branch are built, offline, with Blender as a module."""
