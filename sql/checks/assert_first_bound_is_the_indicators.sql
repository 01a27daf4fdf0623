-- 数值、时限型指标的首个界限即指标本身的界限，序号连续 | The first bound of a numeric or date value is the indicator's own, and bounds are numbered from 1 without gaps
SELECT i.indicator_key, i.value_text, b.bound_text, 'first bound differs' AS problem
FROM indicator i
LEFT JOIN indicator_bound b ON b.indicator_key = i.indicator_key AND b.seq_no = 1
WHERE i.value_kind IN ('numeric', 'date')
    AND (i.value_kind IS DISTINCT FROM b.value_kind OR i.unit IS DISTINCT FROM b.unit
        OR i.lower_bound IS DISTINCT FROM b.lower_bound OR i.lower_inclusive IS DISTINCT FROM b.lower_inclusive
        OR i.upper_bound IS DISTINCT FROM b.upper_bound OR i.upper_inclusive IS DISTINCT FROM b.upper_inclusive
        OR i.counter IS DISTINCT FROM b.counter OR i.per IS DISTINCT FROM b.per)
UNION ALL
SELECT indicator_key, i.value_text, b.bound_text, 'a bound of no figure and no date'
FROM indicator_bound b
JOIN indicator i USING (indicator_key)
WHERE i.value_kind NOT IN ('numeric', 'date')
UNION ALL
SELECT indicator_key, NULL, NULL, 'numbering has gaps'
FROM indicator_bound
GROUP BY indicator_key
HAVING max(seq_no) <> count(*) OR min(seq_no) <> 1
