"""The journal: append-only, without foreign keys, written in the transaction of the deed it tells."""
