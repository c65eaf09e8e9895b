"""Downloading releases from CMS."""
