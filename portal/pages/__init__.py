"""Pages that belong to nobody else: public home, the citizen's space, help, what we promise, what went wrong."""
