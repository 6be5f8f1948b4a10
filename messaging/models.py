"""The app's models."""

from messaging.threads.models import Attachment, Message, MessageReading, Thread

__all__ = ["Attachment", "Message", "MessageReading", "Thread"]
