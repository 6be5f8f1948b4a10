"""A system that is called."""

from tests.portal.webhooks.receiving import receiver, subscribed, waiting

__all__ = ["receiver", "subscribed", "waiting"]
