"""One person's row stops nobody else's: what fails for one is set aside, listed, tried again and cured."""
