SELECT
    strftime(date_earliest, '%Y-%m') AS month,
    country::VARCHAR AS country,
    sum(coalesce(composite_count, 1)) AS attacks,
    coalesce(sum(coalesce(composite_count, 1)) FILTER (occurrence = 'claimed_only'), 0) AS claimed_only
FROM events_wide
WHERE target_type = 'foreign_forces' AND date_earliest BETWEEN DATE '2023-10-01' AND DATE '2024-02-29'
GROUP BY ALL
ORDER BY month, country;
