WITH answered AS (
    SELECT event_id, min(days) AS days FROM answers GROUP BY event_id
)
SELECT
    days,
    count(*) AS strikes,
    round(100.0 * sum(count(*)) OVER (ORDER BY days) / sum(count(*)) OVER (), 1) AS within
FROM answered
GROUP BY days
ORDER BY days;
