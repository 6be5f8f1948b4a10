"""Findings: the programs that a person could be entitled to, the question to ask next, and why."""
