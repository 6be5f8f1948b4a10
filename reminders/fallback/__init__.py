"""Fallback: what happens when a message did not reach its person. The next channel they accepted, or somebody's work."""
