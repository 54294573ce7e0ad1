"""What people do: clips on the shared skeleton, made by script; `python -m people.clips.build` writes them."""
