SELECT
    s.source_kind::VARCHAR AS source_kind,
    count(DISTINCT s.source_id) AS sources,
    count(DISTINCT s.publisher) AS publishers,
    count(DISTINCT s.source_id) FILTER (s.language = 'en') AS english,
    count(DISTINCT s.source_id) FILTER (s.language = 'ar') AS arabic,
    count(DISTINCT s.source_id) FILTER (s.language NOT IN ('en', 'ar')) AS other_languages,
    count(DISTINCT c.event_id) AS events
FROM sources AS s
LEFT JOIN claims AS c ON c.source_id = s.source_id AND c.standing IN ('preferred', 'accepted')
GROUP BY ALL
ORDER BY sources DESC, source_kind;
