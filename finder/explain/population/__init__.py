"""What is said about many people."""
