"""HTTP: the page, its content, sessions and tickets, health; hands ``/ws`` to the hub."""
