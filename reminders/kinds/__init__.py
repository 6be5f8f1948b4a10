"""Kinds of deadlines: what an organization configures (right or obligation, consequence, procedure, ladder, texts)."""
