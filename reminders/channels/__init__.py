"""What each outside channel knows of a person: the contact point that it writes to, and when that one serves."""
