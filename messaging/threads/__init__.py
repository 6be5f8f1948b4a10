"""Threads: secure mail between a citizen and a team."""
