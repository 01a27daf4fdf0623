-- 各文件的各部分属于哪份部门文本 | To which text of which department every part of a document belongs.
-- Reads staged_document, staged_project, withdrawn_document and spelling (printed, name); leaves project_text, a row a
-- project. A document that was withdrawn is no version of anything: it takes no part in what is decided here.

CREATE TEMP TABLE placed_project AS
WITH named AS (
    SELECT p.project_key, p.document_key, p.project_code, p.district_code, p.fiscal_year, p.department_code, p.unit_code,
           p.project_name, p.budget_cny, p.implementing_unit, unit.name AS unit, office.name AS office,
           d.stage, coalesce(department.name, unit.name) AS department
    FROM staged_project p
    JOIN staged_document d ON d.document_key = p.document_key
    ANTI JOIN withdrawn_document w ON w.document_key = p.document_key
    LEFT JOIN spelling department ON department.printed = p.department_name
    LEFT JOIN spelling unit ON unit.printed = p.unit_name
    LEFT JOIN spelling office ON office.printed = d.department_name
),
-- A version that prints no codes is still a version of the department that carries the same name.
coded AS (
    SELECT district_code, fiscal_year, department, min(department_code) AS department_code
    FROM named
    WHERE department_code IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT department_code) = 1
),
identified AS (
    SELECT n.* EXCLUDE (department), coalesce(n.department_code, c.department_code, n.department) AS identity
    FROM named n
    -- The condition stands in the key: beside it, the join would compare every project with every department.
    LEFT JOIN coded c ON c.department = CASE WHEN n.department_code IS NULL THEN n.department END
        AND c.district_code = n.district_code AND c.fiscal_year = n.fiscal_year
),
-- Where district, year or department is not known, two documents are the same text only if their projects are:
-- taking unlike ones for versions of each other would hide money.
unplaced AS (
    SELECT document_key, identity,
           md5(string_agg(concat_ws('=', coalesce(project_name, ''), budget_cny), chr(10)
                          ORDER BY project_name, budget_cny)) AS content
    FROM identified
    WHERE district_code IS NULL OR fiscal_year IS NULL OR identity IS NULL
    GROUP BY document_key, identity
)
SELECT i.project_key, i.document_key, i.district_code, i.fiscal_year, i.unit_code, i.unit, i.identity, i.office,
       i.stage, i.project_code, regexp_replace(i.project_name, '[\s　()（）]', '', 'g') AS project_name, i.budget_cny,
       regexp_replace(i.unit, '本级$', '') AS unit_name,
       -- A form that names no unit is given its document's office: whose project it is, is then not known.
       i.unit_code IS NOT NULL OR i.implementing_unit IS NOT NULL AND i.unit IS NOT NULL
           OR coalesce(i.unit <> i.office, i.unit IS NOT NULL) AS is_stated,
       concat_ws('|', coalesce(i.district_code, '?'), coalesce(i.fiscal_year::VARCHAR, '?'),
                 coalesce(i.identity, '?'),
                 CASE WHEN i.district_code IS NULL OR i.fiscal_year IS NULL OR i.identity IS NULL
                      THEN u.content END) AS department_text
FROM identified i
LEFT JOIN unplaced u ON u.document_key = i.document_key AND u.identity IS NOT DISTINCT FROM i.identity;

-- A department publishes a book of all its units, and a unit one of its own: what another document may replace is not a
-- document, but a part of it, the projects of one unit. A unit is known by its code, else by the code that its name has
-- elsewhere, else by its name.
CREATE TEMP TABLE unit_project AS
WITH unit_code AS (
    SELECT department_text, unit_name, min(unit_code) AS unit_code
    FROM placed_project
    WHERE unit_code IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT unit_code) = 1
),
stated AS (
    SELECT p.*, coalesce(p.unit_code, c.unit_code, p.unit_name, '?') AS unit_key
    FROM placed_project p
    LEFT JOIN unit_code c ON c.department_text = p.department_text
        AND c.unit_name = CASE WHEN p.unit_code IS NULL THEN p.unit_name END
),
-- A form that names no unit is of the unit that has the same project in a document that does.
clue AS (
    SELECT DISTINCT department_text, project_key, is_stated, unit_key,
           unnest([project_code, project_name || '|' || budget_cny]) AS project
    FROM stated
),
found AS (
    SELECT a.project_key, min(b.unit_key) AS unit_key
    FROM (FROM clue WHERE NOT is_stated) a
    JOIN (FROM clue WHERE is_stated) b USING (department_text, project)
    GROUP BY a.project_key
    HAVING count(DISTINCT b.unit_key) = 1
)
SELECT s.* REPLACE (coalesce(f.unit_key, s.unit_key) AS unit_key, s.is_stated OR f.unit_key IS NOT NULL AS is_stated)
FROM stated s
LEFT JOIN found f USING (project_key);

-- Numbered in an order that is the same in every build.
CREATE TEMP TABLE part AS
SELECT row_number() OVER (ORDER BY department_text, document_key, unit_key) AS part,
       department_text, document_key, unit_key, any_value(stage) AS stage, coalesce(any_value(office), '') AS office,
       bool_or(is_stated) AS is_stated
FROM unit_project
GROUP BY department_text, document_key, unit_key;

-- Offices that give every project a file of its own submit parts of one text, not versions of it: two documents are
-- versions of each other only where they share a project. Of different units, only a code tells that it is one project:
-- every school has its 公用经费. No join compares but by equality, or it would take a day.
CREATE TEMP TABLE version_of AS
WITH project AS (
    SELECT DISTINCT t.part, t.document_key, t.office, t.is_stated, department_text, p.project_code, p.project_name,
           unnest([p.project_code, p.project_name || '|' || unit_key]) AS project
    FROM unit_project p
    JOIN part t USING (department_text, document_key, unit_key)
),
-- Where a form names no unit, the name is enough among documents of one office, unless the codes are two.
nameless AS (
    SELECT DISTINCT a.part, b.part AS other
    FROM (FROM project WHERE NOT is_stated) a
    JOIN project b USING (department_text, office, project_name)
    WHERE coalesce(a.project_code = b.project_code, TRUE)
),
shared AS (
    SELECT a.part, b.part AS other
    FROM project a
    JOIN project b USING (department_text, project)
    UNION
    FROM nameless
    UNION
    SELECT other, part FROM nameless
),
related AS (
    SELECT DISTINCT a.department_text, a.document_key, b.document_key AS other
    FROM shared s
    JOIN part a ON a.part = s.part
    JOIN part b ON b.part = s.other
    WHERE a.document_key <> b.document_key
),
-- Documents that share a project are versions of each other in every unit that both have: no other of its projects need
-- be the same. A part of no known unit may be of any that a document of the same office has.
of_one_unit AS (
    SELECT a.part, b.part AS other
    FROM related r
    JOIN part a ON a.department_text = r.department_text AND a.document_key = r.document_key
    JOIN part b ON b.department_text = r.department_text AND b.document_key = r.other AND b.unit_key = a.unit_key
),
of_any_unit AS (
    SELECT a.part, b.part AS other
    FROM related r
    JOIN (FROM part WHERE NOT is_stated) a ON a.department_text = r.department_text AND a.document_key = r.document_key
    JOIN part b ON b.department_text = r.department_text AND b.document_key = r.other
        AND a.office IN ('', b.office)
),
linked AS MATERIALIZED (
    FROM (FROM shared UNION FROM of_one_unit UNION FROM of_any_unit UNION SELECT other, part FROM of_any_unit)
    WHERE part <> other
),
-- An office's approved text replaces all of its draft: a unit that is in the draft alone was dropped. Any other document
-- without a unit may be one of several that together are the text.
approved AS (
    SELECT department_text, document_key, office, min(part) AS part
    FROM part
    WHERE stage = 'approved'
    GROUP BY department_text, document_key, office
),
dropped AS (
    SELECT a.part, min(b.part) AS other
    FROM related r
    JOIN (FROM part ANTI JOIN linked USING (part) WHERE stage = 'draft') a
        ON a.department_text = r.department_text AND a.document_key = r.document_key
    JOIN approved b ON b.department_text = r.department_text AND b.document_key = r.other AND b.office = a.office
    GROUP BY a.part
)
FROM linked
UNION
FROM dropped
UNION
SELECT other, part FROM dropped;

-- Versions of one text are so directly or through others; it goes by the first of its parts.
CREATE TEMP TABLE project_text AS
WITH RECURSIVE reached AS (
    FROM version_of
    UNION
    SELECT r.part, v.other
    FROM reached r
    JOIN version_of v ON v.part = r.other
),
first_part AS (
    SELECT p.*, least(p.part, r.first) AS first
    FROM part p
    LEFT JOIN (SELECT part, min(other) AS first FROM reached GROUP BY part) r USING (part)
)
SELECT p.project_key, p.document_key, p.district_code, p.fiscal_year, p.unit_code, p.unit, p.identity, p.project_code,
       p.project_name, concat_ws('|', department_text, f.document_key, f.unit_key) AS text_key
FROM unit_project p
JOIN first_part t USING (department_text, document_key, unit_key)
JOIN part f ON f.part = t.first;

DROP TABLE placed_project;
DROP TABLE unit_project;
DROP TABLE part;
DROP TABLE version_of;
