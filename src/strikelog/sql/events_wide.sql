-- Each event with the names it points to and the headlines of its claims.
WITH by_source AS (
    SELECT event, root, count(*) AS claims
    FROM standing_claims
    GROUP BY event, root, source
), by_root AS (
    SELECT event, sum(claims) AS claims, count(*) AS sources
    FROM by_source
    GROUP BY event, root
), said AS (
    SELECT event, sum(claims) AS standing_claims, sum(sources) AS sources, count(*) AS independent_sources
    FROM by_root
    GROUP BY event
), harm AS (
    SELECT event, CASE WHEN bool_or(state <> 'none') THEN 'some' WHEN bool_or(state = 'none') THEN 'none' END AS damage_state
    FROM standing_claims
    WHERE field = 'damage'
    GROUP BY event
), named AS (
    SELECT DISTINCT c.event, c.field, coalesce(a.name, w.name) AS name
    FROM standing_claims AS c
    LEFT JOIN actors AS a ON a.actor_id = c.value
    LEFT JOIN weapons AS w ON w.weapon_id = c.value
    WHERE c.value IS NOT NULL AND c.field IN ('target', 'weapon', 'claimed_by', 'attributed_to', 'acknowledged_by')
      AND coalesce(a.name, w.name) IS NOT NULL
), listed AS (
    SELECT event, field, array_to_string(list_sort(list(name)), '; ') AS names
    FROM named
    GROUP BY event, field
), lists AS (
    SELECT
        event,
        any_value(names) FILTER (field = 'target') AS targets,
        any_value(names) FILTER (field = 'weapon') AS weapons,
        any_value(names) FILTER (field = 'claimed_by') AS claimed_by,
        any_value(names) FILTER (field = 'attributed_to') AS attributed_to,
        any_value(names) FILTER (field = 'acknowledged_by') AS acknowledged_by
    FROM listed
    GROUP BY event
), answers AS (
    SELECT event_id, string_agg(DISTINCT other_event_id, '; ' ORDER BY other_event_id) AS answer_to
    FROM links
    WHERE link_type = 'answer_to'
    GROUP BY event_id
), figures_wide AS (
    PIVOT (SELECT event, field::VARCHAR AS field, best, min, max, state FROM totals)
    ON field IN {claims.field takes=count}
    USING any_value(best) AS best, any_value(min) AS min, any_value(max) AS max, any_value(state) AS state
    GROUP BY event
)
SELECT
    e.* REPLACE (coalesce(e.latitude, s.latitude) AS latitude, coalesce(e.longitude, s.longitude) AS longitude),
    s.name AS site, s.site_type,
    lists.* EXCLUDE (event),
    figures_wide.* EXCLUDE (event),
    harm.damage_state,
    answers.answer_to,
    coalesce(said.standing_claims, 0) AS standing_claims,
    coalesce(said.sources, 0) AS sources,
    coalesce(said.independent_sources, 0) AS independent_sources
FROM events AS e
LEFT JOIN sites AS s ON s.site_id = e.site_id
LEFT JOIN said ON said.event = e.rowid
LEFT JOIN harm ON harm.event = e.rowid
LEFT JOIN lists ON lists.event = e.rowid
LEFT JOIN figures_wide ON figures_wide.event = e.rowid
LEFT JOIN answers ON answers.event_id = e.event_id
