-- 同一部门多个项目照用的目标 | Targets that several projects of a department have word for word.
-- Reads main.indicator, project, department and document; leaves copied: main.repeated_target but for what all others have.

CREATE TEMP TABLE office_project AS
WITH labelled AS (
    SELECT p.project_key, p.fiscal_year, p.district_code, d.department_code, d.unit_code, d.unit_name,
           coalesce(CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END,
                    d.unit_name) AS label
    FROM main.project p
    JOIN main.department d USING (department_key)
    JOIN main.document o ON o.document_key = p.document_key
)
-- A department is its code within its district and year; where forms print no codes, its name.
SELECT *, dense_rank() OVER (ORDER BY fiscal_year, district_code, department_code,
                                      CASE WHEN department_code IS NULL THEN label END) AS office_no,
       dense_rank() OVER (ORDER BY fiscal_year, district_code) AS place_no
FROM labelled;

CREATE TEMP TABLE office AS
SELECT office_no, any_value(fiscal_year) AS fiscal_year, any_value(district_code) AS district_code,
       any_value(department_code) AS department_code, arg_min(label, (coalesce(label = unit_name, TRUE), coalesce(unit_code, ''), label)) AS department_label,
       count(*)::INTEGER AS department_projects
FROM office_project
GROUP BY office_no;

CREATE TEMP TABLE wording AS
SELECT row_number() OVER () AS wording_no, level2, level3, value_text
FROM (SELECT DISTINCT level2, level3, value_text FROM main.indicator)
WHERE level3 IS NOT NULL AND value_text IS NOT NULL;

CREATE TEMP TABLE by_office AS
WITH used AS (
    SELECT DISTINCT w.wording_no, p.office_no, p.place_no, p.rowid AS project_no
    FROM main.indicator i
    JOIN office_project p USING (project_key)
    JOIN wording w ON w.level3 = i.level3 AND w.value_text = i.value_text AND w.level2 IS NOT DISTINCT FROM i.level2
)
SELECT wording_no, office_no, any_value(place_no) AS place_no, count(*) AS projects FROM used GROUP BY wording_no, office_no;

-- By year and district, which the table of offices has, DuckDB may choose to join each office with all that its district
-- ever wrote, which takes ten times as long; by number, a wording of an office has one row of its place.
CREATE TEMP TABLE copied AS
WITH by_place AS (
    SELECT wording_no, place_no, sum(projects) AS projects
    FROM by_office
    GROUP BY ALL
)
SELECT o.fiscal_year, o.district_code, o.department_code, o.department_label, w.level2, w.level3, w.value_text,
       b.projects::INTEGER AS projects, o.department_projects, d.projects::INTEGER AS district_projects
FROM by_office b
JOIN office o USING (office_no)
JOIN wording w USING (wording_no)
JOIN by_place d USING (wording_no, place_no)
WHERE b.projects >= 2;

DROP TABLE office_project;
DROP TABLE office;
DROP TABLE wording;
DROP TABLE by_office;
