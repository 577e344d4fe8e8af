-- The headline figure of each weapon in each stage.
SELECT f.*, e.event_id, f.field AS stage, f.qualifier AS weapon_id, w.name AS weapon, w.weapon_class
FROM figures AS f
JOIN events AS e ON e.rowid = f.event
LEFT JOIN weapons AS w ON w.weapon_id = f.qualifier
WHERE f.field IN {claims.field takes=count qualifier=weapons.weapon_id}
