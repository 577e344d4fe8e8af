SELECT DISTINCT
    as_of, total_min AS total, coded, coded_claimed_only AS claimed_only,
    round(100.0 * coded / total_min, 1) AS per_cent
FROM coverage
WHERE counter = 'Pentagon' AND since = DATE '2023-10-17'
ORDER BY as_of, total;
