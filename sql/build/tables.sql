-- 由暂存数据填充各表 | Fills main with the current rows, superseded with the others, and history's own tables with both.
-- Nothing of a document that was withdrawn is in main, not even that it was there.
-- Columns are matched by name, so the order of the staged files' columns does not matter. The order of rows lets DuckDB
-- skip what belongs to other years and districts.

INSERT INTO main.document BY NAME
SELECT d.* REPLACE (CASE WHEN s.document_key IS NULL THEN d.status ELSE 'superseded' END AS status)
FROM staged_document d
ANTI JOIN withdrawn_document w ON w.document_key = d.document_key
LEFT JOIN superseded_document s USING (document_key)
ORDER BY d.fiscal_year, d.district_code, d.document_key;

INSERT INTO superseded.document BY NAME
SELECT * REPLACE (CASE WHEN status = 'loaded' THEN 'superseded' ELSE status END AS status)
FROM staged_document
SEMI JOIN withdrawn_document USING (document_key)
ORDER BY fiscal_year, district_code, document_key;

INSERT INTO history.department BY NAME
SELECT * EXCLUDE (scope, unit, name, leads, run) FROM unit_name_run WHERE scope = 'history' ORDER BY department_key;

INSERT INTO main.department BY NAME
SELECT * EXCLUDE (scope, unit, name, leads, run) FROM unit_name_run WHERE scope = 'main' ORDER BY department_key;

CREATE TEMP TABLE project_department AS
WITH named AS (
    SELECT project_key, district_code, fiscal_year, unit_code, unit FROM project_text
    UNION ALL
    SELECT p.project_key, p.district_code, p.fiscal_year, p.unit_code, s.name
    FROM staged_project p
    SEMI JOIN withdrawn_document w ON w.document_key = p.document_key
    LEFT JOIN spelling s ON s.printed = p.unit_name
)
SELECT d.scope, t.project_key, d.department_key
FROM named t
JOIN department_of d ON d.district_code IS NOT DISTINCT FROM t.district_code
    AND d.unit_code IS NOT DISTINCT FROM t.unit_code AND d.name = coalesce(t.unit, '')
    AND d.fiscal_year IS NOT DISTINCT FROM t.fiscal_year;

INSERT INTO history.project BY NAME
SELECT p.* EXCLUDE (department_code, department_name, unit_code, unit_name), d.department_key
FROM staged_project p
LEFT JOIN project_department d ON d.project_key = p.project_key AND d.scope = 'history'
ORDER BY p.fiscal_year, p.district_code, p.document_key, p.seq_no;

INSERT INTO main.project BY NAME
SELECT p.* EXCLUDE (department_code, department_name, unit_code, unit_name), d.department_key
FROM staged_project p
SEMI JOIN current_project c ON c.project_key = p.project_key
LEFT JOIN project_department d ON d.project_key = p.project_key AND d.scope = 'main'
ORDER BY p.fiscal_year, p.district_code, p.document_key, p.seq_no;

DROP TABLE project_department;

CREATE TEMP TABLE superseded_project AS
SELECT project_key FROM history.project ANTI JOIN main.project USING (project_key);

INSERT INTO main.indicator BY NAME
FROM staged_indicator ANTI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, project_key, seq_no;

INSERT INTO superseded.indicator BY NAME
FROM staged_indicator SEMI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, project_key, seq_no;

INSERT INTO main.indicator_bound BY NAME
FROM staged_indicator_bound ANTI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, indicator_key, seq_no;

INSERT INTO superseded.indicator_bound BY NAME
FROM staged_indicator_bound SEMI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, indicator_key, seq_no;

INSERT INTO main.disbursement_plan BY NAME
FROM staged_disbursement_plan ANTI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, project_key, stage_month;

INSERT INTO superseded.disbursement_plan BY NAME
FROM staged_disbursement_plan SEMI JOIN superseded_project USING (project_key)
ORDER BY fiscal_year, district_code, project_key, stage_month;

INSERT INTO main.department_goal BY NAME
FROM staged_department_goal SEMI JOIN current_goal_document USING (document_key)
ORDER BY fiscal_year, district_code, document_key, seq_no;

INSERT INTO superseded.department_goal BY NAME
FROM staged_department_goal ANTI JOIN current_goal_document USING (document_key)
ORDER BY fiscal_year, district_code, document_key, seq_no;

INSERT INTO main.department_indicator BY NAME
FROM staged_department_indicator SEMI JOIN main.department_goal USING (department_goal_key)
ORDER BY department_goal_key, seq_no;

INSERT INTO superseded.department_indicator BY NAME
FROM staged_department_indicator ANTI JOIN main.department_goal USING (department_goal_key)
ORDER BY department_goal_key, seq_no;

INSERT INTO main.quality_issue BY NAME
FROM staged_quality_issue
ANTI JOIN superseded_document USING (document_key)
ANTI JOIN superseded_project USING (project_key)
ORDER BY document_key, issue_key;

INSERT INTO superseded.quality_issue BY NAME
FROM staged_quality_issue ANTI JOIN main.quality_issue USING (issue_key)
ORDER BY document_key, issue_key;
