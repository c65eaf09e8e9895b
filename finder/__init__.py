"""Which Medicare drug plan costs a person least, and why: the ledger, the law behind each line, and what would change it."""

__version__ = "0.1.0"
