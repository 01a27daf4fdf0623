-- 每个项目属于哪份部门文本的哪个版本 | To which version of which department's text every project belongs.
-- Reads project_text and document_text (versions.sql); fills main.project_version.

INSERT INTO main.project_version BY NAME
SELECT p.project_key, p.text_key, d.stage, d.is_stage_latest, d.is_current
FROM project_text p
JOIN document_text d USING (document_key, text_key)
ORDER BY p.project_key;
