-- 同类比较一览：数值界限在区划当年、当年、全部同类中的位置 | Where each bound stands among its kind, in its district and year, in its year, everywhere.
-- seq_no: 指标值内顺序；1 即指标本身的界限 | Order within the value, from 1; the first is the indicator's own
SELECT b.indicator_key, b.seq_no, b.project_key, b.fiscal_year, b.district_code,
       b.kind_key, k.kind_level2, k.kind_name, k.unit, k.counter, k.per, b.basis,
       b.level3, b.value_text, b.target, b.more_is_better,
       b.district_peers, b.district_median, b.district_percentile,
       b.year_peers, b.year_median, b.year_percentile,
       b.all_peers, b.all_median, b.all_percentile
FROM main.bound_peer b
JOIN main.indicator_kind k USING (kind_key)
