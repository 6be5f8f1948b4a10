"""The app's rooms in the agents' admin."""

from messaging.threads.admin import ThreadAdmin

__all__ = ["ThreadAdmin"]
