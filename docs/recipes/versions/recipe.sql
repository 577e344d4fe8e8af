SELECT field::VARCHAR AS field, says, asserter, publisher, published, standing::VARCHAR AS standing
FROM claims_readable
WHERE site = 'Baghdad Diplomatic Support Center'
  AND date_earliest = DATE '2023-10-20'
  AND field IN ('launched', 'intercepted', 'impacted')
ORDER BY field, says, asserter, publisher, published;
