"""What the server says to whoever runs it."""

from __future__ import annotations

from finder.explain.messages import mark

PAGES_AT = mark("Drug plan finder: {address}  (Ctrl+C stops it)")
SIGN_IN_TITLE = mark("Sign in")
SIGN_IN_FIRST = mark("This server is for invited people. Sign in with your work account to go on.")
SIGN_IN = mark("Sign in")
MAY_NOT_USE = mark("{address} is not on the list of people who may use this server. Ask the person who runs it.")
NOT_SET_UP = mark("This server asks people to sign in, and its sign-in is not set up yet. Tell the person who runs it.")
SIGNED_IN = mark("Signed in as {address}.")
SIGN_OUT = mark("Sign out")
