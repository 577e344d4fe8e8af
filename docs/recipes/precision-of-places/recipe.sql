SELECT
    location_precision::VARCHAR AS location_precision,
    count(*) AS events,
    count(site) AS at_a_named_site,
    count(latitude) AS with_a_point,
    round(100.0 * count(latitude) / count(*), 1) AS per_cent_with_a_point
FROM events_wide
GROUP BY ALL
ORDER BY events DESC, location_precision;
