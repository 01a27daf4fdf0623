-- 文件的格式、阶段、状态在规定范围内 | Format, stage and status of every document are known ones
SELECT document_key, format, stage, status
FROM history.document
WHERE format NOT IN ('docx', 'doc', 'pdf', 'pdf_scan', 'image', 'html', 'xlsx', 'text', 'markdown')
    OR stage NOT IN ('draft', 'approved', 'unknown')
    OR status NOT IN ('loaded', 'superseded', 'quarantined')
