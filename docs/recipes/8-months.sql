-- How many attacks on foreign forces fell in each month of the campaign?
-- By country, composite rows counted as what they stand for; a date that spans two months counts in the first.
SELECT
    strftime(date_earliest, '%Y-%m') AS month,
    sum(coalesce(composite_count, 1)) FILTER (country = 'IQ') AS Iraq,
    sum(coalesce(composite_count, 1)) FILTER (country = 'SY') AS Syria,
    sum(coalesce(composite_count, 1)) FILTER (country = 'JO') AS Jordan,
    sum(coalesce(composite_count, 1)) FILTER (occurrence = 'claimed_only') AS "claimed only"
FROM events
WHERE target_type = 'foreign_forces' AND date_earliest BETWEEN DATE '2023-10-01' AND DATE '2024-02-29'
GROUP BY ALL
ORDER BY month;
