"""A newcomer's first minute: three pages after signing up, each of which may be left for later."""
