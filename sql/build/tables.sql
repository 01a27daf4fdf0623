-- 由暂存数据填充 history 与 main | Fills history with every version and main with the current ones.
-- Columns are matched by name, so the order of the staged files' columns does not matter.

INSERT INTO history.document BY NAME
SELECT d.* REPLACE (CASE WHEN s.document_key IS NULL THEN d.status ELSE 'superseded' END AS status)
FROM staged_document d
LEFT JOIN superseded s USING (document_key)
ORDER BY d.fiscal_year, d.district_code, d.document_key;

INSERT INTO main.document BY NAME FROM history.document;

INSERT INTO history.department BY NAME
SELECT * EXCLUDE (scope, unit, name, leads, run) FROM unit_name_run WHERE scope = 'history' ORDER BY department_key;

INSERT INTO main.department BY NAME
SELECT * EXCLUDE (scope, unit, name, leads, run) FROM unit_name_run WHERE scope = 'main' ORDER BY department_key;

CREATE TEMP TABLE project_department AS
SELECT d.scope, t.project_key, d.department_key
FROM project_text t
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

INSERT INTO history.indicator BY NAME
FROM staged_indicator ORDER BY fiscal_year, district_code, project_key, seq_no;

INSERT INTO main.indicator BY NAME
SELECT i.* FROM history.indicator i SEMI JOIN main.project p ON p.project_key = i.project_key;

INSERT INTO history.indicator_bound BY NAME
FROM staged_indicator_bound ORDER BY fiscal_year, district_code, indicator_key, seq_no;

INSERT INTO main.indicator_bound BY NAME
SELECT b.* FROM history.indicator_bound b SEMI JOIN main.project p ON p.project_key = b.project_key;

INSERT INTO history.disbursement_plan BY NAME
FROM staged_disbursement_plan ORDER BY fiscal_year, district_code, project_key, stage_month;

INSERT INTO main.disbursement_plan BY NAME
SELECT d.* FROM history.disbursement_plan d SEMI JOIN main.project p ON p.project_key = d.project_key;

INSERT INTO history.department_goal BY NAME
FROM staged_department_goal ORDER BY fiscal_year, district_code, document_key, seq_no;

INSERT INTO main.department_goal BY NAME
SELECT g.* FROM history.department_goal g SEMI JOIN current_goal_document c ON c.document_key = g.document_key;

INSERT INTO history.department_indicator BY NAME
FROM staged_department_indicator ORDER BY department_goal_key, seq_no;

INSERT INTO main.department_indicator BY NAME
SELECT i.* FROM history.department_indicator i
SEMI JOIN main.department_goal g ON g.department_goal_key = i.department_goal_key;

INSERT INTO history.quality_issue BY NAME FROM staged_quality_issue ORDER BY document_key, issue_key;

INSERT INTO main.quality_issue BY NAME
SELECT q.* FROM history.quality_issue q
ANTI JOIN superseded s ON s.document_key = q.document_key
WHERE q.project_key IS NULL OR q.project_key IN (SELECT project_key FROM main.project);
