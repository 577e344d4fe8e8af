-- Each answer with the days since what it answers.
SELECT
    l.event_id, l.other_event_id,
    date_diff('day', first.date_earliest, answer.date_earliest) AS days,
    l.source_id, l.asserter_id, l.basis
FROM links AS l
JOIN events AS answer ON answer.event_id = l.event_id
JOIN events AS first ON first.event_id = l.other_event_id
WHERE l.link_type = 'answer_to'
