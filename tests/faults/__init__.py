"""What goes wrong in production, done on purpose to real processes: `python3 -m tests.faults [--count N] [NAME …]`.

Each scenario starts from messages that are due, breaks something, lets the house recover, and counts what arrived in
the sinks. Exit code 1 when a promise is broken. The house is the demonstration's own parts on a data folder of its own.
"""
