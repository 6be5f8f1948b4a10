-- How many days the dossiers of a type that ended lately took: the median, and the range of eight in ten of them.
INSERT INTO dossiers_usualdelay (dossier_type_id, count, median_days, low_days, high_days, counted_at)
SELECT %(dossier_type)s, count(*),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
       percentile_disc(0.1) WITHIN GROUP (ORDER BY days),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY days),
       %(now)s
FROM (
    SELECT greatest(0, extract(day FROM closed_at - opened_at))::int AS days
    FROM dossiers_dossier
    WHERE dossier_type_id = %(dossier_type)s AND closed_at >= %(since)s AND state = 'closed'
) AS ended
HAVING count(*) >= %(least)s
ON CONFLICT (dossier_type_id) DO UPDATE SET
    count = excluded.count, median_days = excluded.median_days, low_days = excluded.low_days,
    high_days = excluded.high_days, counted_at = excluded.counted_at
