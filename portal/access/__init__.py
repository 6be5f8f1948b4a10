"""Who may see what: computed once per request, in one place, and refused when nothing allows it."""
