-- Each total of attacks beside the events coded for its days.
WITH attacks AS (
    SELECT date_earliest AS day, country, occurrence, coalesce(composite_count, 1) AS number
    FROM events
    WHERE target_type = 'foreign_forces' AND occurrence <> 'disputed' AND country IN ('IQ', 'SY', 'JO')
)
SELECT
    t.tally_id, c.name AS counter, t.source_id, t.scope, t.since, t.as_of, t.total_min, t.total_max,
    coalesce(sum(number), 0) AS coded,
    coalesce(sum(number) FILTER (occurrence = 'claimed_only'), 0) AS coded_claimed_only,
    round(coalesce(sum(number), 0) / any_value(t.total_min), 2) AS share,
    t.iraq, coalesce(sum(number) FILTER (attacks.country = 'IQ'), 0) AS iraq_coded,
    t.syria, coalesce(sum(number) FILTER (attacks.country = 'SY'), 0) AS syria_coded,
    t.jordan, coalesce(sum(number) FILTER (attacks.country = 'JO'), 0) AS jordan_coded
FROM tallies AS t
JOIN actors AS c ON c.actor_id = t.counter_id
LEFT JOIN attacks ON attacks.day BETWEEN t.since AND t.as_of
WHERE t.counted = 'attacks' AND t.since IS NOT NULL AND t.standing IN {standing}
GROUP BY ALL
