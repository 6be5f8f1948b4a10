"""Contact changes: another e-mail address or telephone number; the former one is told, and may undo it for 72 hours."""
