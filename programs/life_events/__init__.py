"""Life events: one thing that happens to a person, and the programs and deadlines that it opens."""
