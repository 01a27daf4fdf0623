-- 指标值的方向合理 | A target is met by doing more of what is wanted
-- aspect: fitness
-- weight: 6
-- source: 财预〔2015〕88号：目标合理可行 | 财预〔2015〕88号: targets are reasonable
-- note: 以发现的问题 bound_direction_odd 为依据（如效益只设上限、成本只设下限）；一处扣一半，两处全扣：方向反了的指标不做也能完成；没有数值指标时不评 | Rests on the finding bound_direction_odd (a benefit with only an upper bound, a cost with only a lower one): one costs half, two cost all, since such a target is met by doing nothing; not judged without numeric targets
WITH odd AS (
    SELECT indicator_key, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule = 'bound_direction_odd' GROUP BY indicator_key
), judged AS (
    SELECT i.project_no, i.indicator_key, o.issue_keys,
           CASE WHEN NOT i.in_doubt THEN (o.indicator_key IS NULL)::INT END AS met
    FROM score_indicator i LEFT JOIN odd o USING (indicator_key)
    WHERE i.value_kind = 'numeric'
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met, i.issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, CASE WHEN count(met) > 0 THEN greatest(1 - 0.5 * count(*) FILTER (met < 1), 0) END AS share,
           list(indicator_key) FILTER (met < 1) AS indicator_keys,
           flatten(list(issue_keys) FILTER (met < 1)) AS issue_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
