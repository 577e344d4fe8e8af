-- Every standing claim of who was responsible.
SELECT
    c.claim_id, c.event_id, c.field AS relation, c.value AS actor_id, a.name AS actor, c.state, c.strength,
    c.asserter_id, b.name AS asserter, c.source_id, s.published, c.standing
FROM claims AS c
LEFT JOIN sources AS s ON s.source_id = c.source_id
LEFT JOIN actors AS a ON a.actor_id = c.value
LEFT JOIN actors AS b ON b.actor_id = c.asserter_id
WHERE c.standing IN {standing} AND c.field IN {claims.field responsibility=true}
