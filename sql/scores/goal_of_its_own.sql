-- 绩效目标不与本单位其他项目雷同 | No other project of the unit has the same goal
-- aspect: relevance
-- weight: 4
-- source: 财预〔2015〕88号：目标与本项目密切相关 | 财预〔2015〕88号: goals are tied to this project
-- note: 同一单位同一年度，除数字、标点外完全相同即为雷同；没有目标为0 | Same unit and year, the same but for figures and signs; 0 without a goal
SELECT project_no,
       CASE WHEN goal IS NULL THEN unless_in_doubt(0, in_doubt)
            ELSE (count(*) OVER (PARTITION BY department_key, fiscal_year, goal) = 1)::INT END AS share_met,
       NULL::VARCHAR[] AS issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project
