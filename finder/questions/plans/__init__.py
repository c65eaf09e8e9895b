"""Which plan costs least, and what would change it."""
