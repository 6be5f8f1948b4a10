"""Webhooks: what became of the deadlines that an organization sent, told to its own system."""
