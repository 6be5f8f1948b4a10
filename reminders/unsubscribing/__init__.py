"""Unsubscribing without signing in: the one-click link of each e-mail (RFC 8058), and STOP by text message."""
