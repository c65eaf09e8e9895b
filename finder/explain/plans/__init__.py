"""What is said of plans: the comparison, one plan's year, what would change it."""
