-- 指标不是本单位各项目通用的套话 | The indicators are not the same over the unit's projects
-- aspect: relevance
-- weight: 4
-- source: 财预〔2015〕88号：指标细化，与本项目相关 | 财预〔2015〕88号: indicators are detailed and tied to this project
-- note: 同一单位同一年度有3个以上项目，名称与指标值都相同即为照抄；满意度指标除外，其要求本可一致 | Name and value alike in 3 or more projects of the unit's year are copies; satisfaction apart, where one target for all is fair
WITH target AS (
    SELECT project_no, indicator_key, department_key, fiscal_year, name, value, in_doubt,
           hash(department_key, fiscal_year, name, value) AS likeness
    FROM score_indicator WHERE kind IS DISTINCT FROM 'satisfaction'
), repeated AS (  -- few are: names and values are only compared where their hashes come three times
    SELECT likeness FROM target WHERE name IS NOT NULL GROUP BY likeness HAVING count(*) >= 3
), copied AS (
    SELECT department_key, fiscal_year, name, value
    FROM target SEMI JOIN repeated USING (likeness)
    WHERE name IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT project_no) >= 3
), judged AS (
    SELECT i.project_no, i.indicator_key, CASE WHEN NOT i.in_doubt THEN (c.name IS NULL)::INT END AS met
    FROM target i
    LEFT JOIN copied c ON c.department_key = i.department_key AND c.fiscal_year IS NOT DISTINCT FROM i.fiscal_year
        AND c.name = i.name AND c.value IS NOT DISTINCT FROM i.value
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
