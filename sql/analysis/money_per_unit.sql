-- 每村、每人、每社区摊多少钱？ | How much money is there per village, person, community?

-- Only counts that are stated outright (54个): of ≥100人 nobody knows how many there will be. Of a project with several
-- counts each gives a figure of its own. A count for the project's whole period is of other money than the year's.
SELECT b.fiscal_year, b.district_name, b.unit_name, b.project_name, b.level3, b.value_text, b.counter, b.budget_cny,
       b.lower_bound::DECIMAL(24, 2) AS quantity, (b.budget_cny / b.lower_bound)::DECIMAL(24, 2) AS cny_per_one
FROM v_bound b
WHERE contains(b.level2, '数量') AND b.unit = 'count' AND b.direction = 'exactly' AND b.lower_bound > 0
  AND len(b.per) = 0 AND b.budget_cny IS NOT NULL AND b.horizon IS DISTINCT FROM 'period'
ORDER BY cny_per_one DESC, b.indicator_key, b.seq_no
LIMIT 100
