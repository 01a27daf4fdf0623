-- 文件中的项目全部入库 | Every project that a document holds is in history, and every current document's in main
SELECT d.document_key, d.file_name, d.project_count, count(p.project_key) AS rows
FROM history.document d
LEFT JOIN history.project p USING (document_key)
WHERE d.status <> 'quarantined'
GROUP BY ALL
HAVING d.project_count IS DISTINCT FROM count(p.project_key)
UNION ALL
SELECT d.document_key, d.file_name, d.project_count, 0
FROM document d
ANTI JOIN project p ON p.document_key = d.document_key
WHERE d.status = 'loaded' AND d.project_count > 0
