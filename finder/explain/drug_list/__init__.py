"""What is said of a drug list: what was read, what is asked."""
