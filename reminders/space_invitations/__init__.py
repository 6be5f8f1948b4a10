"""A person registered without an account is invited by post to open their space, where what was noted waits."""
