"""Nouns: frozen values and small enumerations. No input or output, and no number of any year."""
