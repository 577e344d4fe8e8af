-- The headline figure of each party's killed and injured.
SELECT f.*, e.event_id, f.field AS outcome, f.qualifier AS actor_id, a.name AS actor
FROM figures AS f
JOIN events AS e ON e.rowid = f.event
LEFT JOIN actors AS a ON a.actor_id = f.qualifier
WHERE f.field IN {claims.field takes=count qualifier=actors.actor_id}
