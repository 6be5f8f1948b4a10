"""Invitations: a letter to somebody whom only the organization knows, with a code that links their number."""
