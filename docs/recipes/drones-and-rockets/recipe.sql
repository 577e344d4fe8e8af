WITH attacks AS (
    SELECT
        year(date_earliest) AS year,
        CASE WHEN event_type IN ('drone', 'rocket') THEN event_type::VARCHAR ELSE 'other' END AS means
    FROM events_wide
    WHERE target_type IN ('foreign_forces', 'diplomatic')
)
SELECT year, means, count(*) AS attacks, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY year), 1) AS per_cent
FROM attacks
GROUP BY year, means
ORDER BY year, means;
