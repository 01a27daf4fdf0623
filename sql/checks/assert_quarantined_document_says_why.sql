-- 隔离文件均说明原因 | A quarantined document says why, in itself and as an error among the findings
SELECT d.document_key, d.file_name, d.error
FROM document d
WHERE d.status = 'quarantined' AND (
    d.error IS NULL
    OR NOT EXISTS (FROM quality_issue q WHERE q.document_key = d.document_key AND q.severity = 'error')
)
