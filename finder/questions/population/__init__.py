"""Questions about many people."""
