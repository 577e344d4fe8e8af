-- The headline figure of each party's killed and injured.
SELECT f.*, f.field AS outcome, f.qualifier AS actor_id, a.name AS actor
FROM figures AS f
LEFT JOIN actors AS a ON a.actor_id = f.qualifier
WHERE f.field IN {claims.field takes=count qualifier=actors.actor_id}
