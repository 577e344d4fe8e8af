-- What became of the drones?
-- Attacks with drones on foreign forces and embassies, year by year; shares only over attacks that tell both numbers.
SELECT
    year(date_earliest) AS year,
    count(*) AS attacks,
    count(*) FILTER (known) AS "tell both",
    sum(launched_best) FILTER (known) AS launched,
    sum(intercepted_best) FILTER (known) AS intercepted,
    round(100.0 * sum(intercepted_best) FILTER (known) / sum(launched_best) FILTER (known)) AS "per cent"
FROM (
    SELECT *, launched_best > 0 AND intercepted_best IS NOT NULL AS known
    FROM events_wide
    WHERE event_type = 'drone' AND target_type IN ('foreign_forces', 'diplomatic')
)
GROUP BY ALL
ORDER BY year;
