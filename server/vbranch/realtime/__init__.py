"""The socket side: takes connections over from HTTP and runs the rooms' rhythm."""
