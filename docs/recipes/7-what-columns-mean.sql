-- What does a column mean?
-- The database explains itself: _fields, _codes and _about, and a comment on every table, view and column.
SELECT column_name, type, description
FROM _fields
WHERE table_name = 'claims' AND column_name IN ('value_min', 'value_max', 'state', 'standing', 'span_start');
