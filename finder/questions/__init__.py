"""One module a question that a page or a command asks."""
