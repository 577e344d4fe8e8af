SELECT e.date_earliest, e.site, d.field::VARCHAR AS field, d.qualifier AS whose, d.versions, d.says
FROM disagreements AS d
JOIN events_wide AS e USING (event_id)
WHERE d.field IN ('killed', 'injured')
ORDER BY e.date_earliest DESC, e.site, field, whose, says
LIMIT 15;
