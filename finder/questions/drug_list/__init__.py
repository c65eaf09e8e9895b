"""Reading a drug list as people write it."""
