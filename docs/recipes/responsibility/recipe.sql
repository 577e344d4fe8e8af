SELECT
    relation::VARCHAR AS relation,
    coalesce(actor, 'nobody') AS actor,
    coalesce(strength::VARCHAR, '') AS strength,
    count(DISTINCT event_id) AS events
FROM responsibility
GROUP BY ALL
ORDER BY events DESC, relation, actor, strength
LIMIT 20;
