-- Who says what of one attack?
-- Every version of every count of the attack of 20 October 2023 at the Baghdad Diplomatic Support Center.
SELECT field, says, asserter, publisher, published, standing
FROM claims_readable
WHERE site = 'Baghdad Diplomatic Support Center'
  AND date_earliest = DATE '2023-10-20'
  AND field IN ('launched', 'intercepted', 'impacted')
ORDER BY field, says, asserter, published;
