-- Every standing claim of who was responsible.
SELECT c.*, c.field AS relation, c.value AS actor_id, a.name AS actor, b.name AS asserter, s.published
FROM claims AS c
LEFT JOIN sources AS s ON s.source_id = c.source_id
LEFT JOIN actors AS a ON a.actor_id = c.value
LEFT JOIN actors AS b ON b.actor_id = c.asserter_id
WHERE c.standing IN {standing} AND c.field IN {claims.field responsibility=true}
