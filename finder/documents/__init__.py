"""The outside: JSON documents, their models, session files, calendars, drug files."""
