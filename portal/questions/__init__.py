"""Frequent questions, answered by the organization that knows."""
