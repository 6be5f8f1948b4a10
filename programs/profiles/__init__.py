"""Profiles: facts of those who turned proactive advice on, in typed columns, under a pseudonym apart from identity."""
