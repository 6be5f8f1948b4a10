"""What an organization writes, then publishes: one ledger of drafts and versions, the same for every noun."""
