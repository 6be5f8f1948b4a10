"""What people write about, in their words, and the team that answers each."""
