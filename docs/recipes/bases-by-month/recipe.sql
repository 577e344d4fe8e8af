WITH attacks AS (
    SELECT site, strftime(date_earliest, '%Y-%m') AS month, coalesce(composite_count, 1) AS number
    FROM events_wide
    WHERE target_type = 'foreign_forces' AND site IS NOT NULL
      AND date_earliest BETWEEN DATE '2023-10-01' AND DATE '2024-02-29'
), bases AS (
    SELECT site FROM attacks GROUP BY site ORDER BY sum(number) DESC, site LIMIT 5
), months AS (
    SELECT DISTINCT month FROM attacks
)
SELECT site, month, coalesce(sum(number), 0) AS attacks
FROM bases CROSS JOIN months LEFT JOIN attacks USING (site, month)
GROUP BY site, month
ORDER BY site, month;
