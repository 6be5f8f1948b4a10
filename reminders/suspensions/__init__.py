"""Suspensions: an address or a number that refused for good is left alone until it changes or is confirmed."""
