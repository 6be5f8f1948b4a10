"""The app's models."""

from messaging.threads.models import Attachment, Message, Thread

__all__ = ["Attachment", "Message", "Thread"]
