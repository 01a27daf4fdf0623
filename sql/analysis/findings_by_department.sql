-- 错误和可疑之处在哪里，谁最多？ | Where are errors and doubts, and who has most?
WITH counted AS (
    SELECT document_key, count(*) FILTER (WHERE severity = 'error') AS errors,
           count(*) FILTER (WHERE severity = 'warning') AS warnings,
           count(*) FILTER (WHERE severity = 'info') AS infos,
           mode(rule ORDER BY rule) AS most_frequent_rule
    FROM quality_issue
    GROUP BY document_key
)
SELECT o.fiscal_year, o.district_code, o.department_name, o.file_name, o.status, o.project_count,
       coalesce(c.errors, 0) AS errors, coalesce(c.warnings, 0) AS warnings, coalesce(c.infos, 0) AS infos,
       c.most_frequent_rule
FROM document o
LEFT JOIN counted c USING (document_key)
WHERE o.status <> 'superseded'
ORDER BY errors DESC, warnings DESC, infos DESC, o.document_key
LIMIT 100
