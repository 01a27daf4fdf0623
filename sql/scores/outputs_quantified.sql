-- 产出、成本和满意度指标有数值或时限 | Output, cost and satisfaction are stated in figures or dates
-- aspect: relevance
-- weight: 6
-- source: 财预〔2015〕88号：指标应当细化、量化；财预〔2021〕101号：量化易评 | 财预〔2015〕88号: detailed and quantified; 财预〔2021〕101号: quantified, easy to assess
-- note: 得分为量化指标的比例；没有这几类指标为0 | The share of them that is quantified; 0 where there are none
SELECT p.project_no,
       CASE WHEN i.project_no IS NOT NULL THEN i.share ELSE unless_in_doubt(0, p.in_doubt OR p.has_unknown_kind) END
           AS share_met,
       f.issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM (
        SELECT project_no, indicator_key,
               CASE WHEN value_kind IN ('numeric', 'date') THEN 1 WHEN NOT in_doubt THEN 0 END AS met
        FROM score_indicator
        WHERE kind IN ('quantity', 'quality', 'timeliness', 'output', 'cost', 'satisfaction')
    )
    GROUP BY project_no
) i USING (project_no)
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule = 'indicator_missing' GROUP BY project_no
) f USING (project_no)
