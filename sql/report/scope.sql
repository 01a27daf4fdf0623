-- 报告页的取数范围：所选年度和区划的文件、部门、项目 | What the report page covers: documents, departments and projects of the chosen year and district.
-- A department is its code within its district; where forms print no codes, its name or its unit's name.
CREATE TEMP TABLE chosen_document AS
SELECT d.*, row_number() OVER (ORDER BY fiscal_year NULLS LAST, district_code NULLS LAST, file_path, document_key) - 1
            AS document_no
FROM main.document d
WHERE ($year IS NULL OR fiscal_year = $year) AND ($district IS NULL OR starts_with(district_code, $district));

-- Without the texts, which only the rows of the page need: a million of them take a minute to sort.
CREATE TEMP TABLE named_project AS
SELECT p.project_key, p.document_key, p.department_key, p.fiscal_year, p.district_code, p.district_name, p.city_name,
       p.province_name, p.department_code, p.unit_code, p.unit_name, p.seq_no, p.budget_cny, p.fiscal_funds_cny, p.other_funds_cny,
       coalesce(p.department_name, p.unit_name) AS office_name,
       coalesce(p.department_code, p.department_name, p.unit_name) AS office_id
FROM main.v_project p
WHERE ($year IS NULL OR p.fiscal_year = $year) AND ($district IS NULL OR starts_with(p.district_code, $district));

CREATE TEMP TABLE chosen_office AS
WITH offices AS (
    SELECT district_code, office_id, any_value(department_code) AS department_code,
           arg_min(office_name, (-coalesce(fiscal_year, 0), coalesce(office_name = unit_name, TRUE),
                                 coalesce(unit_code, ''), office_name)) AS name,
           any_value(district_name) AS district_name, any_value(city_name) AS city_name,
           any_value(province_name) AS province_name
    FROM named_project
    GROUP BY district_code, office_id
)
SELECT *, row_number() OVER (ORDER BY district_code NULLS LAST, office_id NULLS LAST) - 1 AS office_no
FROM offices;

CREATE TEMP TABLE chosen_project AS
SELECT p.*, o.office_no, d.document_no,
       row_number() OVER (ORDER BY p.fiscal_year DESC NULLS LAST, o.office_no, d.document_no, p.seq_no, p.project_key) - 1
           AS project_no
FROM named_project p
JOIN chosen_office o ON o.district_code IS NOT DISTINCT FROM p.district_code
    AND o.office_id IS NOT DISTINCT FROM p.office_id
JOIN chosen_document d ON d.document_key = p.document_key;

CREATE TEMP TABLE chosen_indicator AS
SELECT i.indicator_key, p.project_no, p.office_no, i.fiscal_year, i.level1, i.level2, i.level3, i.value_kind, i.unit, i.counter, i.horizon,
       array_to_string(i.per, '|') AS per, i.direction, i.more_is_better, i.lower_bound, i.upper_bound,
       row_number() OVER (ORDER BY p.project_no, i.seq_no, i.indicator_key) - 1 AS indicator_no
FROM main.indicator i
JOIN chosen_project p USING (project_key);

CREATE TEMP TABLE chosen_finding AS
SELECT q.*, d.document_no, d.fiscal_year, p.project_no,
       coalesce(p.office_no, only_office.office_no) AS office_no,
       row_number() OVER (
           ORDER BY CASE q.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.document_no, q.issue_key) - 1
           AS finding_no
FROM main.quality_issue q
JOIN chosen_document d USING (document_key)
LEFT JOIN chosen_project p ON p.project_key = q.project_key
-- A finding about a whole document belongs to its department, where all its projects are of one.
LEFT JOIN (
    SELECT document_key, any_value(office_no) AS office_no
    FROM chosen_project
    GROUP BY document_key
    HAVING count(DISTINCT office_no) = 1
) only_office ON only_office.document_key = q.document_key;
