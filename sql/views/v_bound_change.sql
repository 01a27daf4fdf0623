-- 目标增减一览：同一事项同类界限今年比上年更严还是更松 | Targets raised or lowered: bounds of one undertaking in two successive years.
-- seq_no: 指标值内顺序；1 即指标本身的界限 | Order within the value, from 1; the first is the indicator's own
SELECT c.fiscal_year, c.district_code, c.project_key, p.project_name,
       c.indicator_key, c.seq_no, c.previous_indicator_key, c.previous_seq_no,
       c.level2, c.level3, c.kind_key, k.unit, k.counter, k.per,
       c.previous_value_text, c.value_text,
       c.previous_target, c.target, c.target_change, c.change_kind
FROM main.bound_change c
JOIN main.indicator_kind k USING (kind_key)
JOIN main.project p ON p.project_key = c.project_key
