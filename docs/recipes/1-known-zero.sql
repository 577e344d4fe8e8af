-- For how many events is it known whether anybody was hurt?
-- Known zero, some, counted and unknown are four different answers.
SELECT
    coalesce(killed_state, 'unknown') AS killed,
    coalesce(injured_state, 'unknown') AS injured,
    count(*) AS events
FROM events_wide
GROUP BY ALL
ORDER BY events DESC, killed, injured;
