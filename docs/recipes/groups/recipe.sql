SELECT
    r.actor AS claimant,
    count(*) AS events,
    count(*) FILTER (e.event_type = 'drone') AS drone,
    count(*) FILTER (e.event_type = 'rocket') AS rocket,
    count(*) FILTER (e.event_type NOT IN ('drone', 'rocket')) AS other,
    count(*) FILTER (e.occurrence = 'claimed_only') AS claimed_only,
    min(e.date_earliest) AS first,
    max(e.date_earliest) AS last
FROM (SELECT DISTINCT event_id, actor FROM responsibility WHERE relation = 'claimed_by' AND actor IS NOT NULL) AS r
JOIN events_wide AS e USING (event_id)
GROUP BY claimant
ORDER BY events DESC, claimant
LIMIT 12;
