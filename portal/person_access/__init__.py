"""Serving a person beyond one's dossiers and conversations: registered by a team, or opened once they are known."""
