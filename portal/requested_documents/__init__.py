"""Document requests («pièces demandées»): what a team needs from a citizen, given, missing or refused because."""
