"""Deliveries: one attempt through one channel, committed before it leaves, with the provider's answer."""
