WITH attacks AS (
    SELECT
        e.event_id, e.claimed_by IS NOT NULL AS claimed, e.attributed_to IS NOT NULL AS attributed,
        list_has_any(string_split(e.claimed_by, '; '), string_split(e.attributed_to, '; ')) AS same,
        EXISTS (FROM responsibility AS r WHERE r.event_id = e.event_id AND r.relation = 'claimed_by' AND r.state = 'none') AS nobody
    FROM events_wide AS e
    WHERE e.target_type = 'foreign_forces'
)
SELECT
    CASE WHEN claimed AND attributed AND same THEN 'claimed, and attributed to the same'
         WHEN claimed AND attributed THEN 'claimed, and attributed to others'
         WHEN claimed THEN 'claimed only'
         WHEN attributed THEN 'attributed only'
         WHEN nobody THEN 'a source says that nobody claimed it'
         ELSE 'nothing said' END AS responsibility,
    count(*) AS attacks,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS per_cent
FROM attacks
GROUP BY ALL
ORDER BY attacks DESC, responsibility;
