"""All that is kept of a person, in one file that they download."""
