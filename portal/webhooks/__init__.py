"""Webhooks: an organization's own system is called about what it sent."""
