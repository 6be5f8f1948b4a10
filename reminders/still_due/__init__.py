"""Just before a reminder leaves, its organization's own system is asked whether it is still due."""
