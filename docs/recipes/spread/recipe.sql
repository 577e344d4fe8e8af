WITH figures AS (
    SELECT unnest([
        {'counted': 'launched', 'low': launched_min, 'high': launched_max},
        {'counted': 'intercepted', 'low': intercepted_min, 'high': intercepted_max},
        {'counted': 'impacted', 'low': impacted_min, 'high': impacted_max},
        {'counted': 'failed', 'low': failed_min, 'high': failed_max},
        {'counted': 'killed', 'low': killed_min, 'high': killed_max},
        {'counted': 'injured', 'low': injured_min, 'high': injured_max}
    ], recursive := true)
    FROM events_wide
    WHERE independent_sources >= 2
)
SELECT
    counted,
    count(*) AS events,
    count(*) FILTER (low = high) AS agree,
    count(*) FILTER (low < high) AS differ,
    count(*) FILTER (high IS NULL) AS no_upper_bound,
    max(high - low) AS widest
FROM figures
WHERE low IS NOT NULL
GROUP BY counted
ORDER BY events DESC, counted;
