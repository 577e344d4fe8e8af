-- Counts, and damage, of which standing claims say different things.
SELECT event_id, field, qualifier, count(DISTINCT says) AS versions, string_agg(DISTINCT says, '; ' ORDER BY says) AS says
FROM claims_readable
WHERE standing IN {standing} AND (field IN {claims.field takes=count} OR field IN {claims.field takes=state})
GROUP BY event_id, field, qualifier
HAVING count(DISTINCT says) > 1
