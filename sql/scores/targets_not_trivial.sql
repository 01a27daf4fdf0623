-- 数量、质量和效益的目标不是做一次就能完成 | Targets of quantity, quality and benefit are not met by doing a thing once
-- aspect: fitness
-- weight: 3
-- source: 财预〔2015〕88号：预期绩效显著，不过低 | 财预〔2015〕88号: the expected performance is not too low
-- note: 只看以“不低于”计数的指标，下限不超过1（如≥1次）为过低，按期计量的（每季度1次）除外；没有此类指标时不评 | Of counts that are to be at least something, a bound of 1 or less is too low, unless it is per period; not judged without such targets
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM (
        SELECT project_no, indicator_key,
               CASE WHEN NOT in_doubt
                    THEN (lower_bound > 1 OR len(per) > 0 OR contains(concat_ws(' ', name, description), '每'))::INT END
                   AS met
        FROM score_indicator
        WHERE kind IN ('quantity', 'quality', 'output', 'benefit') AND direction = 'at_least' AND unit = 'count'
    )
    GROUP BY project_no
) i USING (project_no)
