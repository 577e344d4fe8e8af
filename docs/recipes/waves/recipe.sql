WITH RECURSIVE ties AS (
    SELECT event_id AS one, other_event_id AS other FROM links WHERE link_type = 'same_wave'
    UNION
    SELECT other_event_id, event_id FROM links WHERE link_type = 'same_wave'
), reached AS (
    SELECT one AS event_id, one AS also FROM ties
    UNION
    SELECT reached.event_id, ties.other FROM reached JOIN ties ON ties.one = reached.also
), waves AS (
    -- A wave goes by the first of its ids.
    SELECT event_id, min(also) AS wave FROM reached GROUP BY event_id
)
SELECT
    wave,
    min(date_earliest) AS first_day,
    max(date_latest) AS last_day,
    count(*) AS events,
    count(DISTINCT site) AS sites,
    string_agg(DISTINCT country::VARCHAR, ' ' ORDER BY country::VARCHAR) AS countries
FROM waves JOIN events_wide USING (event_id)
GROUP BY wave
ORDER BY events DESC, first_day, wave
LIMIT 15;
