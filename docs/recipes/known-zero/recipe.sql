SELECT
    coalesce(killed_state::VARCHAR, 'unknown') AS killed,
    coalesce(injured_state::VARCHAR, 'unknown') AS injured,
    count(*) AS events
FROM events_wide
GROUP BY ALL
ORDER BY events DESC, killed, injured;
