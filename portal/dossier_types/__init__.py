"""What kinds of matters an organization follows, and what it says of each: states, delays, decisions."""
