WITH places AS (
    -- The site, or else the governorate, or else the country.
    SELECT event_id, date_earliest, coalesce(site, admin1::VARCHAR, country::VARCHAR) AS place FROM events_wide
)
SELECT a.days, answer.date_earliest AS date_answered, answer.place AS answer_at, attack.place AS attack_at, a.basis::VARCHAR AS basis
FROM answers AS a
JOIN places AS answer ON answer.event_id = a.event_id
JOIN places AS attack ON attack.event_id = a.other_event_id
ORDER BY date_answered DESC, answer_at, attack_at, days, basis
LIMIT 15;
