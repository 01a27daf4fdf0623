-- 指标各栏填写齐全 | Every cell of the indicators is filled in
-- aspect: completeness
-- weight: 1
-- source: 财预〔2015〕88号：填报内容完整、无缺项 | 财预〔2015〕88号: contents are complete, nothing left out
-- note: 名称、指标值及表中所设的描述、依据各栏；只评表中设有的栏目 | Name and value, description and basis where the form asks for them
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met, f.issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(filled) AS share, list(indicator_key) FILTER (filled < 1) AS indicator_keys
    FROM (
        SELECT i.project_no, i.indicator_key,
               unless_in_doubt(((i.name IS NOT NULL)::INT + (i.value_kind <> 'empty')::INT
                                + (p.asks_description AND i.description IS NOT NULL)::INT
                                + (p.asks_basis AND i.basis IS NOT NULL)::INT)
                               / (2 + p.asks_description::INT + p.asks_basis::INT),
                               i.in_doubt OR p.is_scan) AS filled
        FROM score_indicator i JOIN score_project p USING (project_no)
    )
    GROUP BY project_no
) i USING (project_no)
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('indicator_missing', 'value_empty') GROUP BY project_no
) f USING (project_no)
