"""What ties a database, its key file and its folder of documents together, and what a process asks before it works."""
