-- 指标值明确 | Target values are definite
-- aspect: feasibility
-- weight: 3
-- source: 财预〔2015〕88号：指标值清晰、可衡量 | 财预〔2015〕88号: values are clear and measurable
-- note: 空白、自相矛盾或没有单位的数字为0（value_empty、value_unreadable、value_bare_number），数字与文字混写一半（value_mixed）；单位或文字本系统不认识的不评 | 0 where blank, contradictory or a number without a unit, half where number and words are mixed; a unit that we do not know is not held against it
WITH found AS (
    SELECT indicator_key, min(CASE WHEN rule = 'value_mixed' THEN 0.5 ELSE 0 END) AS met, list(issue_key) AS issue_keys
    FROM score_finding
    WHERE rule IN ('value_empty', 'value_unreadable', 'value_bare_number', 'value_mixed')
    GROUP BY indicator_key
), judged AS (
    SELECT i.project_no, i.indicator_key, f.issue_keys,
           CASE WHEN i.in_doubt OR (p.is_scan AND i.value_kind = 'empty') THEN NULL
                WHEN i.value_kind = 'empty' THEN 0 ELSE coalesce(f.met, 1) END AS met
    FROM score_indicator i
    JOIN score_project p USING (project_no)
    LEFT JOIN found f USING (indicator_key)
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met, i.issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys,
           flatten(list(issue_keys) FILTER (met < 1 AND issue_keys IS NOT NULL)) AS issue_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
