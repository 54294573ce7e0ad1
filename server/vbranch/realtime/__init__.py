"""The socket side: takes connections over from HTTP, runs the rooms' rhythm, moves what they say."""
