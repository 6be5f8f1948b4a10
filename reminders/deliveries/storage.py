"""How PostgreSQL keeps the outbox: each row is written four times in a few seconds (made, claimed, attempted, settled).

Half-empty pages let a claim stay in its page (HOT), and the table is vacuumed every few thousand rows, or the dead
versions at the head of `delivery_open` would be walked through by every claim (PERFORMANCE, pitfall 5).
"""

SQL = """
ALTER TABLE deliveries_delivery SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)
"""
REVERSE_SQL = """
ALTER TABLE deliveries_delivery RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)
"""
