"""Who may do what, and how often: roles and permissions, token buckets, secrets' hashes. Pure."""
