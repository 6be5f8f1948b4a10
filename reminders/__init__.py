"""Reminders: decides what leaves the portal, to whom, when and by which channel.

It promises: before *and* after each due date; nothing lost and nothing repeated, whatever crashes; nothing once the act
is done or the consent withdrawn; nothing person-specific outside the portal.
"""
