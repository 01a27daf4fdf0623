-- 工程、大修、购置类项目设有成本指标 | A project of construction, repair or purchase has a cost indicator
-- aspect: completeness
-- weight: 1
-- source: 财预〔2021〕101号：工程基建、大型修缮、购置等项目应设成本指标 | 财预〔2021〕101号: construction, large repairs and purchases have a cost indicator
-- note: 按项目名称的结尾判断类别（terms.toml 的 works）；其他项目不评 | Told by what the project's name ends in (works in terms.toml); other projects are not judged
SELECT p.project_no,
       CASE WHEN regexp_matches(p.project_name, getvariable('works'))
                AND NOT regexp_matches(p.project_name, getvariable('no_works'))
            THEN unless_in_doubt(coalesce(i.cost, 0), p.in_doubt OR p.has_unknown_kind) END AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, bool_or(kind = 'cost')::INT AS cost FROM score_indicator GROUP BY project_no
) i USING (project_no)
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('indicator_missing', 'level2_missing') GROUP BY project_no
) f USING (project_no)
