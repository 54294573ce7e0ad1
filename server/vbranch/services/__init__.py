"""Use cases: they join the domain with the ports. They know no socket and no database."""
