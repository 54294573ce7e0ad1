"""What a branch is made of: manifests, and the safe reading and checking of scenes.

Knows files and one limited subprocess, nothing of HTTP, sockets or the rooms' rules.
"""
