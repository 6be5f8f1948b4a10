"""Reminders: one step of a ladder for one recipient, planned, sent, cancelled or missed. Below deadlines on purpose: a
deadline's actions plan them."""
