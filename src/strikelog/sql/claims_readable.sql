-- Every claim in words.
WITH named AS (
    SELECT actor_id AS id, name FROM actors
    UNION ALL SELECT weapon_id, name FROM weapons
    UNION ALL SELECT site_id, name FROM sites
)
SELECT
    c.event_id, e.date_earliest, s.name AS site, c.field,
    coalesce(q.name, c.qualifier) AS qualifier,
    CASE WHEN c.value IS NOT NULL THEN coalesce(v.name, c.value)
         WHEN c.state IS DISTINCT FROM 'counted' THEN c.state::VARCHAR
         WHEN c.value_min = c.value_max THEN c.value_min::VARCHAR
         WHEN c.value_max IS NULL THEN 'at least ' || c.value_min
         WHEN c.value_min IS NULL THEN 'at most ' || c.value_max
         ELSE c.value_min || ' to ' || c.value_max END AS says,
    a.name AS asserter, r.publisher, r.published, r.url, c.standing, c.basis
FROM claims AS c
LEFT JOIN events AS e ON e.event_id = c.event_id
LEFT JOIN sites AS s ON s.site_id = e.site_id
LEFT JOIN named AS q ON q.id = c.qualifier
LEFT JOIN named AS v ON v.id = c.value
LEFT JOIN actors AS a ON a.actor_id = c.asserter_id
LEFT JOIN sources AS r ON r.source_id = c.source_id
