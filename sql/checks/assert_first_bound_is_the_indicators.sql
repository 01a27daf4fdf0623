-- 数值、时限型指标的首个界限即指标本身的界限，序号连续 | The first bound of a numeric or date value is the indicator's own, and bounds are numbered from 1 without gaps
SELECT i.indicator_key, i.value_text, b.bound_text,
       CASE WHEN i.value_kind IN ('numeric', 'date') THEN 'first bound differs' ELSE 'a bound of no figure and no date' END
           AS problem
FROM indicator i
LEFT JOIN indicator_bound b ON b.indicator_key = i.indicator_key AND b.seq_no = 1
WHERE CASE WHEN i.value_kind IN ('numeric', 'date')
    THEN i.value_kind IS DISTINCT FROM b.value_kind OR i.unit IS DISTINCT FROM b.unit
        OR i.lower_bound IS DISTINCT FROM b.lower_bound OR i.lower_inclusive IS DISTINCT FROM b.lower_inclusive
        OR i.upper_bound IS DISTINCT FROM b.upper_bound OR i.upper_inclusive IS DISTINCT FROM b.upper_inclusive
        OR i.counter IS DISTINCT FROM b.counter OR i.per IS DISTINCT FROM b.per
    ELSE b.indicator_key IS NOT NULL END
UNION ALL
-- No two bounds of an indicator have one number (assert_keys_are_unique): each but the first follows another.
SELECT b.indicator_key, NULL, b.bound_text, 'numbering has gaps'
FROM (FROM indicator_bound WHERE seq_no <> 1) b
LEFT JOIN indicator_bound before ON before.indicator_key = b.indicator_key AND before.seq_no = b.seq_no - 1
WHERE before.indicator_key IS NULL OR b.seq_no < 1
