"""Replies: what people write back to our e-mails and text messages, read by a team, answered by where to write."""
