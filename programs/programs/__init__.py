"""Programs: the public catalogue. Words, amounts with their year, structured criteria, steps, papers, sources."""
