-- 预算单位的历次名称 | The successive names of every budget unit, for all documents and for the current ones.
-- Reads staged_document, staged_department, project_text, current_project, superseded_document, withdrawn_document, spelling;
-- leaves unit_name_run (one row per scope, unit and name run) and department_of (one row per scope, unit, name and year).

CREATE TEMP TABLE observation AS
WITH printed AS (
    SELECT document_key, fiscal_year, district_code, district_name, city_name, province_name,
           department_code, unit_code, unit_name
    FROM staged_department
    UNION ALL BY NAME
    -- A project must find its unit even where no observation of the unit was staged.
    SELECT p.document_key, p.fiscal_year, p.district_code, p.department_code, p.unit_code, p.unit_name
    FROM staged_project p
),
named AS (
    SELECT o.*, coalesce(s.name, '') AS name
    FROM printed o
    LEFT JOIN spelling s ON s.printed = o.unit_name
),
owned AS (
    SELECT document_key, fiscal_year, district_code, unit_code, coalesce(unit, '') AS name,
           bool_or(c.project_key IS NOT NULL) AS is_current
    FROM project_text
    LEFT JOIN current_project c USING (project_key)
    GROUP BY ALL
)
SELECT n.*, coalesce(d.received_at, TIMESTAMP '1970-01-01') AS received_at,
       coalesce(w.is_current, n.document_key NOT IN (FROM superseded_document)) AS is_current,
       n.document_key IN (FROM withdrawn_document) AS is_withdrawn
FROM named n
JOIN staged_document d USING (document_key)
LEFT JOIN owned w ON w.document_key = n.document_key AND w.fiscal_year IS NOT DISTINCT FROM n.fiscal_year
    AND w.district_code IS NOT DISTINCT FROM n.district_code AND w.unit_code IS NOT DISTINCT FROM n.unit_code
    AND w.name = n.name
WHERE d.status = 'loaded';

-- One row per unit, year and name. A unit without a code is known by its name alone. What a document that was withdrawn
-- says of a name counts only where no other document has it in that year: other rows stay as they would be without it.
CREATE TEMP TABLE yearly_name AS
WITH scoped AS (
    SELECT 'history' AS scope, * FROM observation WHERE NOT is_withdrawn
    UNION ALL
    SELECT 'history' AS scope, o.*
    FROM observation o
    ANTI JOIN (FROM observation WHERE NOT is_withdrawn) k
        ON k.fiscal_year IS NOT DISTINCT FROM o.fiscal_year AND k.district_code IS NOT DISTINCT FROM o.district_code
        AND k.unit_code IS NOT DISTINCT FROM o.unit_code AND k.name = o.name
    WHERE o.is_withdrawn
    UNION ALL
    SELECT 'main' AS scope, * FROM observation WHERE is_current
),
yearly AS (
    SELECT scope, district_code, unit_code, coalesce(unit_code, name) AS unit, fiscal_year, name,
           arg_max(unit_name, (received_at, document_key, unit_name)) AS unit_name,
           arg_max(department_code, (received_at, document_key, department_code)) AS department_code,
           arg_max(district_name, (received_at, document_key, district_name)) AS district_name,
           arg_max(city_name, (received_at, document_key, city_name)) AS city_name,
           arg_max(province_name, (received_at, document_key, province_name)) AS province_name,
           bool_or(is_current) AS is_current, bool_or(is_withdrawn) AS is_withdrawn,
           max(received_at) AS received_at, count(*) AS printed
    FROM scoped
    GROUP BY scope, district_code, unit_code, unit, fiscal_year, name
),
-- Two spellings in one year: the current, then the latest, then the more frequent one carries the unit's history.
ranked AS (
    SELECT *, NOT is_withdrawn AND row_number() OVER (
        PARTITION BY scope, district_code, unit_code, unit, fiscal_year
        ORDER BY is_withdrawn, is_current DESC, received_at DESC, printed DESC, name DESC
    ) = 1 AS leads
    FROM yearly
),
stepped AS (
    SELECT *, leads AND name IS DISTINCT FROM lag(name) OVER (
        PARTITION BY scope, district_code, unit_code, unit, leads ORDER BY fiscal_year NULLS FIRST
    ) AS is_new
    FROM ranked
)
-- A leading name's run goes on until another one leads; any other spelling is a run of its own year.
SELECT *, CASE
    WHEN leads THEN count(*) FILTER (WHERE is_new) OVER (
        PARTITION BY scope, district_code, unit_code, unit, leads ORDER BY fiscal_year NULLS FIRST
        ROWS UNBOUNDED PRECEDING
    )
    ELSE coalesce(-fiscal_year, 0)
END AS run
FROM stepped;

CREATE TEMP TABLE unit_name_run AS
WITH runs AS (
    SELECT scope, district_code, unit_code, unit, name, leads, run, bool_or(is_withdrawn) AS is_withdrawn,
           arg_max(unit_name, coalesce(fiscal_year, 0)) AS unit_name,
           arg_max(department_code, coalesce(fiscal_year, 0)) AS department_code,
           arg_max(district_name, coalesce(fiscal_year, 0)) AS district_name,
           arg_max(city_name, coalesce(fiscal_year, 0)) AS city_name,
           arg_max(province_name, coalesce(fiscal_year, 0)) AS province_name,
           min(fiscal_year) AS valid_from_year
    FROM yearly_name
    GROUP BY scope, district_code, unit_code, unit, name, leads, run
),
dated AS (
    SELECT *,
           lead(valid_from_year) OVER (
               PARTITION BY scope, district_code, unit_code, unit, leads ORDER BY run
           ) AS next_from_year,
           leads AND run = max(run) FILTER (WHERE leads) OVER (
               PARTITION BY scope, district_code, unit_code, unit
           ) AS is_current,
           row_number() OVER (
               PARTITION BY scope, district_code, unit_code, unit, name
               ORDER BY is_withdrawn, valid_from_year NULLS FIRST, leads DESC, run
           ) AS occurrence
    FROM runs
)
SELECT scope, district_code, unit_code, unit, name, leads, run,
       concat_ws('-', coalesce(district_code, 'unknown'), unit_code, left(md5(name), 10), occurrence) AS department_key,
       district_name, city_name, province_name, department_code, unit_name, valid_from_year,
       CASE
           WHEN is_current OR valid_from_year IS NULL THEN NULL
           WHEN leads THEN next_from_year - 1
           ELSE valid_from_year
       END AS valid_to_year,
       is_current
FROM dated;

CREATE TEMP TABLE department_of AS
SELECT y.scope, y.district_code, y.unit_code, y.name, y.fiscal_year, r.department_key
FROM yearly_name y
JOIN unit_name_run r ON r.scope = y.scope AND r.district_code IS NOT DISTINCT FROM y.district_code
    AND r.unit_code IS NOT DISTINCT FROM y.unit_code AND r.name = y.name AND r.leads = y.leads AND r.run = y.run;

DROP TABLE observation;
DROP TABLE yearly_name;
