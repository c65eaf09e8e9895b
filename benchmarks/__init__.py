"""Measurements, not tests: ``make bench`` runs each ``bench_*.py`` in a process of its own and prints what it prints."""
