"""«Cette page vous a-t-elle été utile?»: an answer without a person, for whoever owns the page."""
