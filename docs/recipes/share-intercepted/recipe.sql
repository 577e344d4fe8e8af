SELECT
    event_type::VARCHAR AS event_type,
    count(*) AS attacks,
    count(*) FILTER (intercepted_state IS NULL) AS not_said,
    count(*) FILTER (intercepted_state = 'none') AS none,
    count(*) FILTER (intercepted_state = 'some') AS "some",
    count(*) FILTER (intercepted_state = 'counted') AS counted,
    round(100.0 * sum(intercepted_best) FILTER (told) / sum(launched_best) FILTER (told), 1) AS per_cent_where_told,
    round(100.0 * coalesce(sum(intercepted_best) FILTER (launched_best > 0), 0) / sum(launched_best), 1) AS per_cent_if_silence_is_none
FROM (
    SELECT *, launched_best > 0 AND intercepted_best IS NOT NULL AS told
    FROM events_wide
    WHERE target_type IN ('foreign_forces', 'diplomatic') AND event_type IN ('drone', 'rocket', 'missile', 'mixed')
)
GROUP BY event_type
ORDER BY attacks DESC, event_type;
