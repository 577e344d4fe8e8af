SELECT
    CASE WHEN independent_sources >= 5 THEN '5 or more' ELSE independent_sources::VARCHAR END AS independent_sources,
    count(*) AS events,
    count(*) FILTER (occurrence = 'confirmed') AS confirmed,
    count(*) FILTER (occurrence = 'probable') AS probable,
    count(*) FILTER (occurrence = 'claimed_only') AS claimed_only,
    count(*) FILTER (occurrence = 'disputed') AS disputed
FROM events_wide
GROUP BY 1
ORDER BY 1;
