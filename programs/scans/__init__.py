"""Scans: every published program over every profile, in one pass of SQL; only what changed is written."""
