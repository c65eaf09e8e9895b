"""The web server itself: what it keeps, gives and refuses, asked by visitors who speak its own protocol."""
