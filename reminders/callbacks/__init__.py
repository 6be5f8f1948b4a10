"""Callbacks: what providers tell us of a message after they accepted it. Signed, kept once, then handled in sets."""
