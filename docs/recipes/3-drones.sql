-- What became of the drones?
-- Ranges over all standing claims: least and most that any source allows.
SELECT
    e.date_earliest, e.site,
    e.launched_min, e.launched_max,
    e.intercepted_min, e.intercepted_max,
    e.impacted_min, e.impacted_max,
    e.independent_sources
FROM events_wide AS e
WHERE e.event_type = 'drone' AND e.target_type IN ('foreign_forces', 'diplomatic')
ORDER BY e.date_earliest;
