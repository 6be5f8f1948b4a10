"""Situations: what we know of a person, each fact sealed, with where it came from and when; or, without an account,
answers in a sealed short-lived cookie and nowhere else."""
