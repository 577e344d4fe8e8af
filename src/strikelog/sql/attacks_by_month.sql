-- A composite row counts as the attacks that it stands for.
SELECT date_trunc('month', date_earliest) AS month, country, event_type, sum(coalesce(composite_count, 1)) AS events
FROM events
GROUP BY ALL
