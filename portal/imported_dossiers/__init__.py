"""Dossiers that organizations' systems and files put: by their own number, brought to where the organization says."""
