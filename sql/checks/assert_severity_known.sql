-- 严重程度在规定范围内 | Severities are error, warning or info
SELECT issue_key, severity FROM quality_issue WHERE severity NOT IN ('error', 'warning', 'info')
