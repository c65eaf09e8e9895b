"""The law: small pure functions, one a paragraph; each first docstring line is the law in a sentence with its citation."""
