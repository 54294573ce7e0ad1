"""Load-test members: they enter by the public way, behave like visitors and measure what they get.

Nothing here imports the code that judges members (rooms, access, services); the bots know the
branch as a browser does, from its HTTP answers and the protocol.
"""
