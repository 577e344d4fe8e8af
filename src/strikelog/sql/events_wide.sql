-- Each event with the names it points to and the headlines of its claims.
WITH said AS (
    SELECT
        c.event_id,
        count(*) AS standing_claims,
        count(DISTINCT c.source_id) AS sources,
        count(DISTINCT c.root) AS independent_sources,
        CASE WHEN bool_or(c.state <> 'none') FILTER (c.field = 'damage') THEN 'some'
             WHEN bool_and(c.state = 'none') FILTER (c.field = 'damage') THEN 'none' END AS damage_state
    FROM standing_claims AS c
    GROUP BY c.event_id
), named AS (
    SELECT DISTINCT c.event_id, c.field, coalesce(a.name, w.name) AS name
    FROM standing_claims AS c
    LEFT JOIN actors AS a ON a.actor_id = c.value
    LEFT JOIN weapons AS w ON w.weapon_id = c.value
    WHERE coalesce(a.name, w.name) IS NOT NULL
), listed AS (
    SELECT event_id, field, array_to_string(list_sort(list(name)), '; ') AS names
    FROM named
    GROUP BY event_id, field
), lists AS (
    SELECT
        event_id,
        any_value(names) FILTER (field = 'target') AS targets,
        any_value(names) FILTER (field = 'weapon') AS weapons,
        any_value(names) FILTER (field = 'claimed_by') AS claimed_by,
        any_value(names) FILTER (field = 'attributed_to') AS attributed_to,
        any_value(names) FILTER (field = 'acknowledged_by') AS acknowledged_by
    FROM listed
    GROUP BY event_id
), answers AS (
    SELECT event_id, string_agg(DISTINCT other_event_id, '; ' ORDER BY other_event_id) AS answer_to
    FROM links
    WHERE link_type = 'answer_to'
    GROUP BY event_id
), figures_wide AS (
    PIVOT (SELECT event_id, field::VARCHAR AS field, best, min, max, state FROM totals)
    ON field IN {claims.field takes=count}
    USING any_value(best) AS best, any_value(min) AS min, any_value(max) AS max, any_value(state) AS state
    GROUP BY event_id
)
SELECT
    e.* REPLACE (coalesce(e.latitude, s.latitude) AS latitude, coalesce(e.longitude, s.longitude) AS longitude),
    s.name AS site, s.site_type,
    lists.* EXCLUDE (event_id),
    figures_wide.* EXCLUDE (event_id),
    said.damage_state,
    answers.answer_to,
    coalesce(said.standing_claims, 0) AS standing_claims,
    coalesce(said.sources, 0) AS sources,
    coalesce(said.independent_sources, 0) AS independent_sources
FROM events AS e
LEFT JOIN sites AS s ON s.site_id = e.site_id
LEFT JOIN said ON said.event_id = e.event_id
LEFT JOIN lists ON lists.event_id = e.event_id
LEFT JOIN figures_wide ON figures_wide.event_id = e.event_id
LEFT JOIN answers ON answers.event_id = e.event_id
