SELECT f.column_name, f.type, round(100 - s.null_percentage, 1)::DOUBLE AS per_cent_filled, f.description
FROM _fields AS f
JOIN (SUMMARIZE claims) AS s USING (column_name)
WHERE f.table_name = 'claims'
ORDER BY f.position;
