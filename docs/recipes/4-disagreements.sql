-- On which figures do standing claims differ?
SELECT e.date_earliest, e.site, d.field, d.qualifier, d.says
FROM disagreements AS d
JOIN events_wide AS e USING (event_id)
ORDER BY e.date_earliest, e.site, d.field, d.qualifier;
