"""Files that an organization imports: tried without effect, then received in batches. An adapter for each noun."""
