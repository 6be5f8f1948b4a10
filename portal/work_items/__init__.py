"""Work items: what is expected of a team or of a citizen. The agents' queue and «À faire» read this one table."""
