-- Which strike answered which attack, and after how many days?
-- The fifteen latest.
SELECT a.days, answer.date_earliest, answer.site AS answer_at, cause.site AS attack_at, a.basis
FROM answers AS a
JOIN events_wide AS answer ON answer.event_id = a.event_id
JOIN events_wide AS cause ON cause.event_id = a.other_event_id
ORDER BY answer.date_earliest DESC, answer_at, attack_at, a.days
LIMIT 15;
