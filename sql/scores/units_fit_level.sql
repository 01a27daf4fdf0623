-- 指标值的单位与所在级次相符 | A target's unit fits its level
-- aspect: fitness
-- weight: 6
-- source: 财预〔2015〕88号：目标合理可行 | 财预〔2015〕88号: targets are reasonable
-- note: 以发现的问题 bound_unit_odd、percent_above_100 为依据；一处扣一半，两处全扣：单位用错的指标无法考核，不因其他指标多而变轻；没有数值指标时不评 | Rests on the findings bound_unit_odd and percent_above_100: one costs half, two cost all, since a target in a wrong unit cannot be assessed however many others are right; not judged without numeric targets
WITH odd AS (
    SELECT indicator_key, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('bound_unit_odd', 'percent_above_100') GROUP BY indicator_key
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
