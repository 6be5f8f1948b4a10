"""Facts: the shared vocabulary of situations. What may be asked, in which words, and what is derived from it."""
