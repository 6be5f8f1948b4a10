"""Counts by day and program of what people see, open and ask: never of whom."""
