-- 这个目标在同类里处于什么水平？ | Which targets ask the least among their kind?

-- The kind must be wide enough for a percentile to say something: at least ten bounds. Shares whose own name is too rare
-- stand among all shares of their level 2.
SELECT b.fiscal_year, p.district_name, p.project_name, i.level2, i.level3, i.value_text, b.basis, b.target, b.all_median,
       b.all_peers, b.all_percentile, b.year_percentile, b.district_percentile
FROM bound_peer b
JOIN indicator i USING (indicator_key)
JOIN v_project p ON p.project_key = b.project_key
WHERE b.all_peers >= 10 AND b.all_percentile < 25
ORDER BY b.all_percentile, b.all_peers DESC, b.indicator_key, b.seq_no
LIMIT 100
