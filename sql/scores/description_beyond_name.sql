-- 指标描述说明了指标，不是重复名称 | The description explains the indicator and does not just repeat its name
-- aspect: completeness
-- weight: 4
-- source: 财预〔2015〕88号：绩效指标清晰、细化 | 财预〔2015〕88号: indicators are clear and detailed
-- note: 表中没有描述栏时不评 | Not judged where the form has no column for it
SELECT p.project_no,
       CASE WHEN p.asks_description OR p.indicators = 0 THEN of_indicators(i.share, p.indicators, p.in_doubt) END
           AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT i.project_no, avg(met) AS share, list(i.indicator_key) FILTER (met < 1) AS indicator_keys
    FROM (
        SELECT i.project_no, i.indicator_key,
               CASE WHEN i.in_doubt OR (p.is_scan AND i.description IS NULL) THEN NULL
                    WHEN i.description IS NULL OR contains(i.name, i.description) THEN 0 ELSE 1 END AS met
        FROM score_indicator i JOIN score_project p USING (project_no)
        WHERE p.asks_description
    ) i
    GROUP BY i.project_no
) i USING (project_no)
