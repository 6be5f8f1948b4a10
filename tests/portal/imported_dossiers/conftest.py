"""A system that puts dossiers, and one that is called."""

from tests.portal.imported_dossiers.systems import agreed, call, licence, secret
from tests.portal.webhooks.receiving import receiver, subscribed

__all__ = ["agreed", "call", "licence", "receiver", "secret", "subscribed"]
