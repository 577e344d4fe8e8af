-- How does our count compare with the official totals?
-- Each total that the Pentagon gave for the campaign, beside the attacks coded for the same days.
SELECT DISTINCT as_of, total_min AS total, coded, coded_claimed_only AS "claimed only", iraq, iraq_coded, syria, syria_coded
FROM coverage
WHERE counter = 'Pentagon' AND since = DATE '2023-10-17'
ORDER BY ALL;
