"""Dossiers: a citizen's matter with an organization."""
