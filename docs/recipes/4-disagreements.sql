-- On which figures do standing claims differ?
-- The latest fifteen on the dead and the injured.
SELECT e.date_earliest, e.site, d.field, d.qualifier, d.says
FROM disagreements AS d
JOIN events_wide AS e USING (event_id)
WHERE d.field IN ('killed', 'injured')
ORDER BY e.date_earliest DESC, e.site, d.field, d.qualifier
LIMIT 15;
