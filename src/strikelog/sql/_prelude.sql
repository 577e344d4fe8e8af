-- What the derived tables share: the claims that stand, and the headline rule of the codebook.
-- Events and sources go by row number here: to group and join by number takes half the time.

CREATE TEMP TABLE standing_claims AS
SELECT
    c.field, c.qualifier, c.value, c.value_min, c.value_max, c.state, c.asserter_id, c.standing,
    e.rowid AS event,
    s.rowid AS source,
    coalesce(r.rowid, s.rowid) AS root
FROM claims AS c
JOIN events AS e ON e.event_id = c.event_id
JOIN sources AS s ON s.source_id = c.source_id
LEFT JOIN sources AS r ON r.source_id = s.root_source_id
WHERE c.standing IN {standing};

-- The headline rule, over anything that has a state, a lower and an upper bound and, if exact, a number.
CREATE TEMP MACRO state_of_all(state) AS
    CASE WHEN bool_or(state = 'counted') THEN 'counted' WHEN bool_and(state = 'none') THEN 'none' ELSE 'some' END;
CREATE TEMP MACRO headline_state(state, preferred) AS
    CASE WHEN NOT bool_or(preferred) THEN state_of_all(state)
         WHEN bool_or(state = 'counted') FILTER (preferred) THEN 'counted'
         WHEN bool_and(state = 'none') FILTER (preferred) THEN 'none'
         ELSE 'some' END;
CREATE TEMP MACRO headline_min(low) AS
    min(low);
-- Some has no upper bound, and neither has "at least".
CREATE TEMP MACRO headline_max(high) AS
    CASE WHEN bool_and(high IS NOT NULL) THEN max(high) END;
CREATE TEMP MACRO headline_best(preferred, number) AS
    CASE WHEN bool_or(preferred)
         THEN CASE WHEN bool_and(number IS NOT NULL) FILTER (preferred)
                    AND min(number) FILTER (preferred) = max(number) FILTER (preferred)
                   THEN min(number) FILTER (preferred) END
         WHEN bool_and(number IS NOT NULL) AND min(number) = max(number) THEN min(number) END;

-- One row a standing claim of a count. None is zero, some is no number, and nothing lies below zero.
CREATE TEMP TABLE counts AS
SELECT
    event, field, qualifier, root, asserter_id, state,
    standing = 'preferred' AS preferred,
    CASE state WHEN 'none' THEN 0 WHEN 'counted' THEN coalesce(value_min, 0) END AS low,
    CASE state WHEN 'none' THEN 0 WHEN 'counted' THEN value_max END AS high,
    CASE WHEN low = high THEN low END AS number
FROM standing_claims
WHERE field IN {claims.field takes=count};

-- One row a figure: what is said of one qualifier of one field of one event.
CREATE TEMP TABLE figures AS
SELECT
    event, field, qualifier,
    headline_state(state, preferred) AS state,
    headline_best(preferred, number) AS best,
    headline_min(low) AS min,
    headline_max(high) AS max,
    count(DISTINCT root) AS independent_sources
FROM counts
GROUP BY event, field, qualifier;

-- One row a field of an event: the headline over each version's total, which is what one asserter in one
-- root source says of all together, else the sum of what it says of each weapon or party.
CREATE TEMP TABLE totals AS
WITH versions AS (
    SELECT
        event, field, root, asserter_id, qualifier,
        headline_state(state, preferred) AS state,
        headline_best(preferred, number) AS number,
        headline_min(low) AS low,
        headline_max(high) AS high,
        bool_or(preferred) AS preferred
    FROM counts
    GROUP BY event, field, root, asserter_id, qualifier
), summed AS (
    SELECT
        event, field,
        bool_or(qualifier IS NULL) AS whole,
        bool_or(preferred) AS preferred,
        CASE WHEN whole THEN any_value(state) FILTER (qualifier IS NULL) ELSE state_of_all(state) END AS state,
        CASE WHEN whole THEN any_value(low) FILTER (qualifier IS NULL) ELSE sum(low) END AS low,
        CASE WHEN whole THEN any_value(high) FILTER (qualifier IS NULL)
             WHEN bool_and(high IS NOT NULL) THEN sum(high) END AS high,
        CASE WHEN whole THEN any_value(number) FILTER (qualifier IS NULL)
             WHEN bool_and(number IS NOT NULL) THEN sum(number) END AS number
    FROM versions
    GROUP BY event, field, root, asserter_id
)
SELECT
    event, field,
    headline_state(state, preferred) AS state,
    headline_best(preferred, number) AS best,
    headline_min(low) AS min,
    headline_max(high) AS max
FROM summed
GROUP BY event, field;
