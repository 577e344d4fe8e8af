-- What tables must say together. Each statement adds findings: code, table, line, field.
-- A cell that is bad in itself is null here; findings on its own field are dropped at the end.

CREATE MACRO bad(t, l, f) AS EXISTS (FROM faults WHERE faults.tbl = t AND faults.line = l AND faults.field = f);

-- Of events and sources with one id, the first is the one that is meant.
CREATE VIEW first_events AS FROM events WHERE event_id IS NOT NULL QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY line) = 1;
CREATE VIEW first_sources AS FROM sources WHERE source_id IS NOT NULL QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY line) = 1;

-- A claim whose standing cannot be read may stand.
CREATE VIEW standing AS
SELECT c.*, e.line AS event_line, s.line AS source_line, s.published
FROM claims AS c JOIN first_events AS e USING (event_id) LEFT JOIN first_sources AS s USING (source_id)
WHERE coalesce(c.standing, 'accepted') IN ('accepted', 'preferred');

-- Ids that are empty or malformed: rows that mean them are passed over, and other lost ids are given once.
CREATE TABLE malformed AS
SELECT 'sites' AS tbl, site_id AS id FROM sites WHERE bad('sites', sites.line, 'site_id')
UNION ALL SELECT 'actors', actor_id FROM actors WHERE bad('actors', actors.line, 'actor_id')
UNION ALL SELECT 'weapons', weapon_id FROM weapons WHERE bad('weapons', weapons.line, 'weapon_id');
CREATE MACRO meant(v, t) AS EXISTS (FROM malformed WHERE contains(t, malformed.tbl) AND levenshtein(bare(malformed.id), bare(v)) <= 1);
CREATE MACRO doubtful_ids(t) AS EXISTS (FROM malformed WHERE contains(t, malformed.tbl));

INSERT INTO found SELECT 'E403', 'names', line, 'entity_id' FROM names
WHERE entity_id IS NOT NULL AND NOT bad('names', names.line, 'entity_id') AND NOT meant(entity_id, 'sites actors weapons')
  AND entity_id NOT IN (SELECT site_id FROM sites WHERE site_id IS NOT NULL UNION SELECT actor_id FROM actors WHERE actor_id IS NOT NULL
                        UNION SELECT weapon_id FROM weapons WHERE weapon_id IS NOT NULL)
QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY line) = 1 OR NOT doubtful_ids('sites actors weapons');

-- Dates
CREATE TABLE intervals AS
SELECT *, try_cast(parts[1] AS DATE) AS first_day, try_cast(parts[-1] AS DATE) AS last_day
FROM (SELECT line, string_split(value, '/') AS parts FROM claims
      WHERE field = 'date' AND regexp_full_match(value, '[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?'));

INSERT INTO found SELECT 'E203', 'events', line, 'date_latest' FROM events WHERE date_latest < date_earliest;

INSERT INTO found SELECT 'E204', 'events', line, 'date_precision' FROM events
WHERE date_latest >= date_earliest AND CASE date_precision
    WHEN 'day' THEN date_latest <> date_earliest
    WHEN 'night' THEN date_latest <> date_earliest + 1
    WHEN 'range' THEN date_latest = date_earliest
    WHEN 'month' THEN date_earliest <> date_trunc('month', date_earliest) OR date_latest <> last_day(date_earliest)
    WHEN 'year' THEN date_earliest <> make_date(year(date_earliest), 1, 1) OR date_latest <> make_date(year(date_earliest), 12, 31)
END;

INSERT INTO found SELECT 'E205', 'events', e.line, 'date_earliest' FROM events AS e JOIN standing AS c ON c.event_line = e.line
GROUP BY e.line, e.date_earliest HAVING bool_and(c.published IS NOT NULL) AND e.date_earliest > max(c.published) AND e.date_earliest <= getvariable('today');

INSERT INTO found
SELECT 'E206', 'events', line, 'date_earliest' FROM events WHERE date_earliest > getvariable('today')
UNION ALL SELECT 'E206', 'claims', line, 'value' FROM intervals WHERE first_day > getvariable('today')
UNION ALL SELECT 'E206', 'sources', line, 'published' FROM sources WHERE published > getvariable('today')
UNION ALL SELECT 'E206', 'sources', line, 'retrieved' FROM sources WHERE retrieved > getvariable('today')
UNION ALL SELECT 'E206', 'retractions', line, 'retracted_on' FROM retractions WHERE retracted_on > getvariable('today')
UNION ALL SELECT 'E206', 'tallies', line, 'as_of' FROM tallies WHERE as_of > getvariable('today');

INSERT INTO found
SELECT 'E207', 'occupants', line, 'to_date' FROM occupants WHERE to_date < from_date
UNION ALL SELECT 'E207', 'tallies', line, 'as_of' FROM tallies WHERE as_of < since;

-- Names and identities
INSERT INTO found SELECT 'E404', 'events', line, 'event_id' FROM events WHERE event_id IN (SELECT event_id FROM retractions);

INSERT INTO found SELECT 'E407', 'retractions', line, 'replaced_by' FROM retractions
WHERE (reason = 'merged' AND replaced_by IS NULL) OR replaced_by IN (SELECT event_id FROM retractions);

INSERT INTO found SELECT 'E408', 'sources', s.line, 'root_source_id' FROM sources AS s LEFT JOIN first_sources AS r ON r.source_id = s.root_source_id
WHERE s.root_source_id = s.source_id OR (r.root_source_id IS NOT NULL AND s.root_source_id IS DISTINCT FROM s.source_id AND s.source_id IS NOT NULL);

CREATE VIEW entities AS
SELECT 'sites' AS tbl, line, site_id AS id, name FROM sites WHERE NOT bad('sites', sites.line, 'site_id')
UNION ALL SELECT 'actors', line, actor_id, name FROM actors WHERE NOT bad('actors', actors.line, 'actor_id')
UNION ALL SELECT 'weapons', line, weapon_id, name FROM weapons WHERE NOT bad('weapons', weapons.line, 'weapon_id');

INSERT INTO found SELECT 'E410', 'names', line, 'name_kind' FROM names WHERE name_kind = 'canonical'
QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY line) > 1;

INSERT INTO found SELECT 'E410', e.tbl, e.line, 'name' FROM entities AS e
LEFT JOIN (SELECT entity_id, min_by(coalesce(name, ''), line) AS name FROM names WHERE name_kind = 'canonical' GROUP BY entity_id) AS n ON n.entity_id = e.id
WHERE e.id IS NOT NULL AND CASE
    WHEN n.entity_id IS NULL OR n.name = '' THEN NOT EXISTS (FROM names AS u WHERE u.entity_id = e.id AND (u.name_kind IS NULL OR u.name IS NULL))
    ELSE n.name <> e.name END;

-- Claims
INSERT INTO found
SELECT 'E501', 'claims', line, 'value_min' FROM claims WHERE value_min > value_max
UNION ALL SELECT 'E501', 'tallies', line, 'total_min' FROM tallies WHERE total_min > total_max;

INSERT INTO found SELECT 'E502', 'claims', line, 'state' FROM claims WHERE state IN ('none', 'some') AND coalesce(value_min, value_max) IS NOT NULL;

INSERT INTO found
SELECT 'E503', 'claims', line, 'state' FROM claims WHERE state IS NULL AND coalesce(value_min, value_max) IS NOT NULL
UNION ALL SELECT 'E503', 'claims', line, 'value_min' FROM claims WHERE state = 'counted' AND coalesce(value_min, value_max) IS NULL;

INSERT INTO found SELECT 'E504', 'claims', line, 'standing' FROM claims WHERE standing = 'preferred'
QUALIFY claim_id <> first_value(claim_id) OVER (PARTITION BY event_id, field, qualifier ORDER BY line);

INSERT INTO found SELECT 'E411', 'recodings', line, 'field' FROM recodings WHERE field NOT IN (FROM coded);

INSERT INTO found SELECT 'E505', 'events', line, 'event_id' FROM first_events WHERE line NOT IN (SELECT event_line FROM standing);

CREATE MACRO told(f, v, t, l) AS NOT meant(v, t) AND (NOT doubtful_ids(t) OR NOT EXISTS (
    FROM claims AS earlier WHERE earlier.field = f AND earlier.value = v AND earlier.line < l AND NOT bad('claims', earlier.line, 'state')));
CREATE MACRO told_part(f, v, t, l) AS NOT meant(v, t) AND (NOT doubtful_ids(t) OR NOT EXISTS (
    FROM claims AS earlier WHERE earlier.field = f AND earlier.qualifier = v AND earlier.line < l));

CREATE TABLE misfits AS
WITH readable AS (
    SELECT c.*, k.takes, k.responsibility, k.form, k.responsibility AND coalesce(c.state = 'none', false) AS nobody, coalesce(c.value_min, c.value_max) AS number
    FROM claims AS c JOIN kinds AS k USING (field) WHERE NOT bad('claims', c.line, 'state')
)
SELECT line, 'value' AS cell FROM readable WHERE takes IN ('count', 'state') AND value IS NOT NULL
UNION SELECT line, 'state' FROM readable WHERE takes IN ('count', 'state') AND state IS NULL AND number IS NULL
UNION SELECT line, 'state' FROM readable WHERE takes NOT IN ('count', 'state') AND (number IS NOT NULL OR (state IS NOT NULL AND NOT nobody))
UNION SELECT line, 'value' FROM readable WHERE takes NOT IN ('count', 'state') AND (value IS NULL) <> nobody
UNION SELECT line, 'value' FROM readable WHERE value IS NOT NULL AND CASE takes
    WHEN 'count' THEN false WHEN 'state' THEN false
    WHEN 'interval' THEN NOT EXISTS (FROM intervals AS i WHERE i.line = readable.line AND i.first_day <= i.last_day)
    WHEN 'actors' THEN value NOT IN (SELECT actor_id FROM actors WHERE actor_id IS NOT NULL) AND told(field, value, 'actors', line)
    WHEN 'weapons' THEN value NOT IN (SELECT weapon_id FROM weapons WHERE weapon_id IS NOT NULL) AND told(field, value, 'weapons', line)
    WHEN 'sites' THEN value NOT IN (SELECT site_id FROM sites WHERE site_id IS NOT NULL) AND told(field, value, 'sites', line)
    ELSE CASE WHEN form IS NULL THEN NOT EXISTS (FROM codes WHERE codes.field = takes AND codes.code = value) ELSE NOT regexp_full_match(value, form) END
END;

INSERT INTO found SELECT 'E507', 'claims', line, cell FROM misfits;

CREATE VIEW supported AS
SELECT e.*, bool_or(c.field IS NULL) AS unsure,
    list(c.field) FILTER (c.line IN (SELECT line FROM misfits)) AS doubtful,
    list((c.field, c.value)) AS said,
    bool_or(c.field = 'date' AND i.first_day >= e.date_earliest AND i.last_day <= e.date_latest) AS inside,
    min(i.first_day) FILTER (c.field = 'date') AS first_day, max(i.last_day) FILTER (c.field = 'date') AS last_day
FROM events AS e JOIN standing AS c ON c.event_line = e.line LEFT JOIN intervals AS i ON i.line = c.line AND i.first_day IS NOT NULL AND i.last_day IS NOT NULL
GROUP BY ALL;

INSERT INTO found SELECT 'E506', 'events', line, cell FROM (
    SELECT *, unnest([{'cell': 'event_type', 'given': event_type},
                      {'cell': CASE WHEN site_id IS NOT NULL THEN 'site_id' WHEN admin1 IS NOT NULL THEN 'admin1' ELSE 'country' END,
                       'given': coalesce(site_id, admin1, country)}], recursive := true)
    FROM supported)
WHERE given IS NOT NULL AND NOT unsure AND NOT coalesce(list_contains(doubtful, cell), false)
  AND len(list_filter(said, lambda pair: pair[1] = cell AND pair[2] = given)) = 0;

INSERT INTO found SELECT 'E506', 'events', line, 'date_earliest' FROM supported
WHERE date_latest >= date_earliest AND NOT unsure AND NOT coalesce(list_contains(doubtful, 'date'), false)
  AND NOT coalesce(inside AND first_day <= date_earliest AND last_day >= date_latest, false);

INSERT INTO found SELECT 'E508', 'claims', line, 'qualifier' FROM claims JOIN kinds USING (field)
WHERE claims.qualifier IS NOT NULL AND CASE kinds.qualifier
    WHEN 'weapons' THEN claims.qualifier NOT IN (SELECT weapon_id FROM weapons WHERE weapon_id IS NOT NULL) AND told_part(claims.field, claims.qualifier, 'weapons', claims.line)
    WHEN 'actors' THEN claims.qualifier NOT IN (SELECT actor_id FROM actors WHERE actor_id IS NOT NULL) AND told_part(claims.field, claims.qualifier, 'actors', claims.line)
    ELSE true END;

INSERT INTO found SELECT 'E509', 'claims', line, 'strength' FROM claims
WHERE (field = 'attributed_to' AND strength IS NULL AND value IS NOT NULL) OR (field <> 'attributed_to' AND strength IS NOT NULL);

INSERT INTO found SELECT 'E510', 'claims', line, 'standing_reason' FROM claims WHERE standing <> 'accepted' AND standing_reason IS NULL;

INSERT INTO found
SELECT 'E511', 'claims', line, 'note' FROM claims WHERE basis = 'inferred' AND note IS NULL
UNION ALL SELECT 'E511', 'links', line, 'note' FROM links WHERE basis = 'inferred' AND note IS NULL
UNION ALL SELECT 'E511', 'sources', line, 'note' FROM sources WHERE published_basis = 'inferred' AND note IS NULL;

INSERT INTO found
WITH counted AS (
    SELECT event_line, field, source_line, asserter_id, qualifier IS NULL AS whole, coalesce(value_min, 0) AS low, value_max AS high,
        state = 'counted' AND value_max IS NULL AS unbounded
    FROM standing WHERE state IN ('counted', 'none') AND field IN ('launched', 'intercepted', 'impacted', 'failed')
), versions AS (
    SELECT event_line, field,
        CASE WHEN bool_or(whole) THEN min(low) FILTER (whole) ELSE sum(low) END AS low,
        CASE WHEN bool_or(whole) THEN coalesce(max(high) FILTER (whole)) ELSE coalesce(sum(high), 0) END AS high,
        CASE WHEN bool_or(whole) THEN bool_or(unbounded) FILTER (whole) ELSE bool_or(unbounded) END AS unbounded
    FROM counted GROUP BY event_line, field, source_line, asserter_id
), figures AS (
    SELECT event_line, field, min(low) AS low, max(high) AS high, bool_or(unbounded) AS unbounded FROM versions GROUP BY event_line, field
)
SELECT 'W512', 'events', event_line, 'event_id' FROM figures GROUP BY event_line
HAVING sum(low) FILTER (field <> 'launched') > max(high) FILTER (field = 'launched' AND NOT unbounded);

INSERT INTO found SELECT 'W513', 'claims', line, 'claim_id' FROM claims
QUALIFY claim_id <> first_value(claim_id) OVER (
    PARTITION BY event_id, field, qualifier, source_id, asserter_id, value, value_min, value_max, state, standing ORDER BY line);

-- Places
INSERT INTO found
SELECT 'E601', 'events', line, CASE WHEN latitude IS NULL THEN 'latitude' ELSE 'longitude' END FROM events WHERE (latitude IS NULL) <> (longitude IS NULL)
UNION ALL SELECT 'E601', 'sites', line, CASE WHEN latitude IS NULL THEN 'latitude' ELSE 'longitude' END FROM sites WHERE (latitude IS NULL) <> (longitude IS NULL);

INSERT INTO found SELECT 'E604', 'events', line, 'location_precision' FROM events
WHERE NOT (bad('events', events.line, 'site_id') OR bad('events', events.line, 'admin1') OR bad('events', events.line, 'latitude') OR bad('events', events.line, 'longitude'))
  AND CASE WHEN location_precision = 'exact' THEN coalesce(latitude, longitude) IS NULL
           WHEN location_precision IN ('site', 'near_site', 'area') THEN site_id IS NULL
           WHEN location_precision = 'admin1' THEN site_id IS NOT NULL OR admin1 IS NULL OR coalesce(latitude, longitude) IS NOT NULL
           WHEN location_precision = 'country' THEN site_id IS NOT NULL OR coalesce(latitude, longitude) IS NOT NULL END;

INSERT INTO found
SELECT 'E605', 'events', line, 'admin1' FROM events WHERE site_id IS NULL AND left(admin1, 2) <> country
UNION ALL SELECT 'E605', 'sites', line, 'admin1' FROM sites WHERE left(admin1, 2) <> country;

CREATE VIEW placed AS
SELECT e.line, e.country, e.admin1, s.country AS site_country, s.admin1 AS site_admin1 FROM events AS e
JOIN (FROM sites QUALIFY row_number() OVER (PARTITION BY site_id ORDER BY line) = 1) AS s USING (site_id);

INSERT INTO found
SELECT 'E606', 'events', line, 'country' FROM placed WHERE site_country IS NOT NULL AND country IS DISTINCT FROM site_country
UNION ALL SELECT 'E606', 'events', line, 'admin1' FROM placed WHERE site_admin1 IS NOT NULL AND admin1 IS DISTINCT FROM site_admin1;

INSERT INTO found
SELECT 'E607', 'sites', line, 'coordinate_precision' FROM sites WHERE latitude IS NOT NULL AND coordinate_precision IS NULL
UNION ALL SELECT 'E607', 'sites', line, 'coordinate_source_id' FROM sites WHERE latitude IS NOT NULL AND coordinate_source_id IS NULL;

-- Links
INSERT INTO found SELECT 'E701', 'links', line, 'other_event_id' FROM links WHERE event_id = other_event_id;

INSERT INTO found
SELECT 'E702', 'links', line, 'event_id' FROM links WHERE event_id IN (SELECT event_id FROM retractions)
UNION ALL SELECT 'E702', 'links', line, 'other_event_id' FROM links WHERE other_event_id IN (SELECT event_id FROM retractions);

INSERT INTO found SELECT 'E703', 'links', l.line, 'event_id' FROM links AS l
JOIN first_events AS e ON e.event_id = l.event_id JOIN first_events AS o ON o.event_id = l.other_event_id
WHERE l.link_type = 'answer_to' AND e.date_latest < o.date_earliest;

INSERT INTO found SELECT 'E705', 'links', line, 'link_id' FROM (
    SELECT *, link_type <> 'answer_to' AND event_id > other_event_id AS turned FROM links)
QUALIFY link_id <> first_value(link_id) OVER (
    PARTITION BY link_type, CASE WHEN turned THEN other_event_id ELSE event_id END, CASE WHEN turned THEN event_id ELSE other_event_id END, source_id ORDER BY line);

INSERT INTO found SELECT 'E706', 'links', line, 'source_id' FROM links WHERE basis = 'stated' AND source_id IS NULL;

CREATE TABLE days AS
SELECT line, event_id, site_id, event_type, unnest(generate_series(date_earliest, date_latest, INTERVAL 1 DAY)) AS day
FROM first_events WHERE site_id IS NOT NULL AND event_type IS NOT NULL AND date_latest >= date_earliest AND date_latest - date_earliest + 1 < 60;

INSERT INTO found
WITH RECURSIVE pairs AS (
    SELECT line, event_id, lag(event_id) OVER (PARTITION BY site_id, event_type, day ORDER BY line) AS other FROM days
), ties AS (
    SELECT event_id AS a, other_event_id AS b FROM links WHERE event_id IS NOT NULL AND other_event_id IS NOT NULL
    UNION SELECT other_event_id, event_id FROM links WHERE event_id IS NOT NULL AND other_event_id IS NOT NULL
), tied AS (
    SELECT a, b FROM ties UNION SELECT tied.a, ties.b FROM tied JOIN ties ON ties.a = tied.b
)
SELECT DISTINCT 'W707', 'events', line, 'event_id' FROM pairs WHERE other IS NOT NULL AND NOT EXISTS (FROM tied WHERE tied.a = event_id AND tied.b = other);

-- Sources and tallies
INSERT INTO found SELECT DISTINCT 'E801', 'tallies', t.line, 'total_min' FROM tallies AS t JOIN tallies AS u
    ON (t.counter_id, t.counted, t.scope, t.since) IS NOT DISTINCT FROM (u.counter_id, u.counted, u.scope, u.since) AND u.as_of < t.as_of
WHERE t.standing IN ('preferred', 'accepted') AND u.standing IN ('preferred', 'accepted') AND t.total_min IS NOT NULL AND coalesce(t.total_max, t.total_min) < u.total_min;

INSERT INTO found SELECT 'E802', 'sources', line, 'url' FROM sources WHERE url IS NULL AND sha256 IS NULL;

INSERT INTO found SELECT 'W803', 'sources', s.line, 'source_id' FROM first_sources AS s
WHERE s.source_id NOT IN (
    SELECT unnest([source_id]) FROM claims WHERE source_id IS NOT NULL UNION SELECT source_id FROM links WHERE source_id IS NOT NULL
    UNION SELECT source_id FROM tallies WHERE source_id IS NOT NULL UNION SELECT source_id FROM occupants WHERE source_id IS NOT NULL
    UNION SELECT coordinate_source_id FROM sites WHERE coordinate_source_id IS NOT NULL
    UNION SELECT part_of_source_id FROM actors WHERE part_of_source_id IS NOT NULL
    UNION SELECT spec_source_id FROM weapons WHERE spec_source_id IS NOT NULL
    UNION SELECT root_source_id FROM sources WHERE root_source_id IS NOT NULL);

INSERT INTO found
SELECT 'E804', 'sources', line, 'published_basis' FROM sources WHERE published IS NOT NULL AND published_basis IS NULL
UNION ALL SELECT 'E804', 'sources', line, 'published' FROM sources WHERE published IS NULL AND published_basis IS NOT NULL;

INSERT INTO found SELECT 'E805', 'tallies', line, 'total_max' FROM tallies WHERE coalesce(iraq, 0) + coalesce(syria, 0) + coalesce(jordan, 0) > total_max;

INSERT INTO found SELECT 'E806', 'sources', line, cell FROM (
    SELECT *, unnest([{'cell': 'text_name', 'gone': text_name IS NULL}, {'cell': 'sha256', 'gone': sha256 IS NULL}, {'cell': 'text_chars', 'gone': text_chars IS NULL}],
                     recursive := true) FROM sources)
WHERE gone AND (text_name IS NOT NULL OR sha256 IS NOT NULL OR text_chars IS NOT NULL);

-- Evidence
CREATE TABLE spans AS
SELECT x.*, s.line AS source_line, s.sha256, s.text_chars, bad('sources', s.line, 'sha256') AS unsure FROM (
    SELECT 'claims' AS tbl, line, source_id, span_start, span_end FROM claims
    UNION ALL SELECT 'links', line, source_id, span_start, span_end FROM links
    UNION ALL SELECT 'tallies', line, source_id, span_start, span_end FROM tallies) AS x
LEFT JOIN first_sources AS s USING (source_id) WHERE span_start IS NOT NULL OR span_end IS NOT NULL;

INSERT INTO found
SELECT 'E901', tbl, line, 'span_start' FROM spans WHERE span_start IS NULL
UNION ALL SELECT 'E901', tbl, line, 'span_end' FROM spans WHERE span_end IS NULL
UNION ALL SELECT 'E901', tbl, line, 'span_end' FROM spans WHERE span_end <= span_start;

INSERT INTO found SELECT 'E902', tbl, line, 'span_start' FROM spans WHERE source_line IS NOT NULL AND sha256 IS NULL AND NOT unsure;

INSERT INTO found SELECT 'E903', tbl, line, 'span_end' FROM spans WHERE span_end > text_chars AND NOT unsure;
