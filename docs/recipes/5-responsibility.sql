-- Who claims, who is held responsible, and how firmly?
SELECT e.date_earliest, e.site, r.relation, coalesce(r.actor, 'nobody') AS actor, r.strength,
       string_agg(DISTINCT coalesce(r.asserter, 'the report itself'), '; ' ORDER BY coalesce(r.asserter, 'the report itself')) AS says_who
FROM responsibility AS r
JOIN events_wide AS e USING (event_id)
GROUP BY ALL
ORDER BY e.date_earliest, e.site, r.relation, actor;
