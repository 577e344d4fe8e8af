SELECT
    year(date_earliest) AS year,
    count(*) AS attacks,
    count(*) FILTER (told) AS tell_both,
    sum(launched_best) FILTER (told) AS launched,
    sum(intercepted_best) FILTER (told) AS intercepted,
    round(100.0 * sum(intercepted_best) FILTER (told) / sum(launched_best) FILTER (told), 1) AS per_cent
FROM (
    SELECT *, launched_best > 0 AND intercepted_best IS NOT NULL AS told
    FROM events_wide
    WHERE event_type = 'drone' AND target_type IN ('foreign_forces', 'diplomatic')
)
GROUP BY ALL
ORDER BY year;
