-- 指标值有计划、行业或历史标准作依据 | Targets rest on a planned, industry or historical standard
-- aspect: feasibility
-- weight: 7
-- source: 财预〔2021〕101号：指标值依据计划标准、行业标准、历史标准等确定 | 财预〔2021〕101号: values come from planned, industry, historical standards and the like
-- note: 按 terms.toml 的 basis 归类：标准满分，经验或测量方法一半，“工作需要”之类与空白为0，归不了类的不评；表中没有依据栏时不评 | By the kinds in terms.toml: full for a standard, half for experience or a way of measuring, none for 工作需要 and the like or a blank; a cell of no listed kind, and a form without the column, are not judged
WITH named AS (
    SELECT basis,
           (SELECT arg_min(t.share, t.rank) FROM score_term t WHERE t.kind = 'basis' AND contains(b.basis, t.term)) AS share
    FROM (SELECT DISTINCT basis FROM score_indicator WHERE basis IS NOT NULL) b
), judged AS (
    SELECT i.project_no, i.indicator_key,
           CASE WHEN i.in_doubt THEN NULL
                WHEN i.basis IS NULL THEN CASE WHEN NOT p.is_scan THEN 0 END
                ELSE n.share END AS met
    FROM score_indicator i
    JOIN score_project p USING (project_no)
    LEFT JOIN named n ON n.basis = i.basis
    WHERE p.asks_basis
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
