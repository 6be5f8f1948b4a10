"""The journal: append-only, without foreign keys, written in the transaction of the action it tells."""
