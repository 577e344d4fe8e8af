SELECT
    actor AS party,
    count(DISTINCT event_id) AS events,
    sum(min) FILTER (outcome = 'killed') AS killed_at_least,
    CASE WHEN bool_and(max IS NOT NULL) FILTER (outcome = 'killed') THEN sum(max) FILTER (outcome = 'killed') END AS killed_at_most,
    sum(min) FILTER (outcome = 'injured') AS injured_at_least,
    CASE WHEN bool_and(max IS NOT NULL) FILTER (outcome = 'injured') THEN sum(max) FILTER (outcome = 'injured') END AS injured_at_most
FROM casualties
WHERE actor IS NOT NULL
GROUP BY actor
ORDER BY coalesce(killed_at_least, 0) + coalesce(injured_at_least, 0) DESC, party
LIMIT 12;
