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

-- A book is what a document has of one department. Numbered in an order that is the same in every build.
CREATE TEMP TABLE part AS
SELECT row_number() OVER (ORDER BY department_text, document_key, unit_key)::INTEGER AS part,
       dense_rank() OVER (ORDER BY department_text, document_key)::INTEGER AS book,
       department_text, document_key, unit_key, any_value(stage) AS stage, coalesce(any_value(office), '') AS office,
       bool_or(is_stated) AS is_stated
FROM unit_project
GROUP BY department_text, document_key, unit_key;

-- Offices that give every project a file of its own submit parts of one text, not versions of it: two documents are
-- versions of each other only where they share a project. Of different units, only a code tells that it is one project:
-- every school has its 公用经费. No join compares but by equality, and each is a statement: DuckDB knows then how many rows
-- it meets, and does not join in an order that takes a day.
CREATE TEMP TABLE part_project AS
SELECT DISTINCT t.part, t.department_text, p.project_code, p.project_name, p.project_name || '|' || t.unit_key AS unit_project
FROM unit_project p
JOIN part t USING (department_text, document_key, unit_key);

CREATE TEMP TABLE shared AS
WITH project AS (
    SELECT DISTINCT part, department_text, unnest([project_code, unit_project]) AS project FROM part_project
)
SELECT DISTINCT a.part, b.part AS other
FROM project a
JOIN project b USING (department_text, project)
WHERE a.part <> b.part;

-- Where a form names no unit, the name is enough among documents of one office, unless the codes are two.
INSERT INTO shared
WITH project AS (
    SELECT p.part, p.department_text, p.project_code, p.project_name, t.office, t.is_stated
    FROM part_project p
    JOIN part t USING (part)
),
nameless AS (
    SELECT DISTINCT a.part, b.part AS other
    FROM (FROM project WHERE NOT is_stated) a
    JOIN project b USING (department_text, office, project_name)
    WHERE a.part <> b.part AND coalesce(a.project_code = b.project_code, TRUE)
)
FROM nameless
UNION
SELECT other, part FROM nameless;

CREATE TEMP TABLE related AS
SELECT DISTINCT a.book, b.book AS other
FROM shared s
JOIN part a ON a.part = s.part
JOIN part b ON b.part = s.other
WHERE a.book <> b.book;

-- Documents that share a project are versions of each other in every unit that both have: no other of its projects need
-- be the same. A part of no known unit may be of any that a document of the same office has.
CREATE TEMP TABLE version_of AS
WITH of_any_unit AS (
    SELECT a.part, b.part AS other
    FROM related r
    JOIN (FROM part WHERE NOT is_stated) a ON a.book = r.book
    JOIN part b ON b.book = r.other AND a.office IN ('', b.office)
)
FROM shared
UNION
SELECT a.part, b.part
FROM related r
JOIN part a ON a.book = r.book
JOIN part b ON b.book = r.other AND b.unit_key = a.unit_key
UNION
FROM of_any_unit
UNION
SELECT other, part FROM of_any_unit;

-- An office's approved text replaces all of its draft: a unit that is in the draft alone was dropped. Any other document
-- without a unit may be one of several that together are the text.
INSERT INTO version_of
WITH approved AS (
    SELECT book, office, min(part) AS part FROM part WHERE stage = 'approved' GROUP BY book, office
),
alone AS (
    FROM part ANTI JOIN version_of USING (part) WHERE stage = 'draft'
),
dropped AS (
    SELECT a.part, min(b.part) AS other
    FROM related r
    JOIN alone a ON a.book = r.book
    JOIN approved b ON b.book = r.other AND b.office = a.office
    GROUP BY a.part
)
FROM dropped
UNION
SELECT other, part FROM dropped;

-- Versions of one text are so directly or through others; it goes by the first of its parts. Where all are so directly,
-- which they mostly are, all have the same first one at once, and there is nothing left to follow.
CREATE TEMP TABLE nearest AS
SELECT p.part, least(p.part, min(v.other)) AS first FROM part p LEFT JOIN version_of v USING (part) GROUP BY p.part;

CREATE TEMP TABLE project_text AS
WITH RECURSIVE link AS (
    SELECT DISTINCT a.first AS part, b.first AS other
    FROM version_of v
    JOIN nearest a ON a.part = v.part
    JOIN nearest b ON b.part = v.other
    WHERE a.first <> b.first
),
reached AS (
    FROM link
    UNION
    SELECT r.part, l.other
    FROM reached r
    JOIN link l ON l.part = r.other
),
first_part AS (
    SELECT p.department_text, p.document_key, p.unit_key, least(n.first, r.first) AS first
    FROM part p
    JOIN nearest n USING (part)
    LEFT JOIN (SELECT part, min(other) AS first FROM reached GROUP BY part) r ON r.part = n.first
)
SELECT p.project_key, p.document_key, p.district_code, p.fiscal_year, p.unit_code, p.unit, p.identity, p.project_code,
       p.project_name, concat_ws('|', department_text, f.document_key, f.unit_key) AS text_key
FROM unit_project p
JOIN first_part t USING (department_text, document_key, unit_key)
JOIN part f ON f.part = t.first;

DROP TABLE placed_project;
DROP TABLE unit_project;
DROP TABLE part;
DROP TABLE part_project;
DROP TABLE shared;
DROP TABLE related;
DROP TABLE version_of;
DROP TABLE nearest;
