"""Fallback: when a message did not reach its person, the next channel they accepted, or somebody's work."""
