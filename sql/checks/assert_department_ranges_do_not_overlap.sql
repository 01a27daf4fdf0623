-- 单位名称有效期不重叠 | The years of a unit's names do not overlap; a second spelling may stand in a single year beside them
WITH named AS (
    SELECT 'main' AS version, *, coalesce(unit_code, unit_name) AS unit FROM department
    UNION ALL
    SELECT 'history', *, coalesce(unit_code, unit_name) FROM history.department
)
SELECT a.version, a.department_key, b.department_key AS other_key, a.valid_from_year, a.valid_to_year
FROM named a
JOIN named b ON b.version = a.version AND b.unit = a.unit
    AND b.district_code IS NOT DISTINCT FROM a.district_code AND b.unit_code IS NOT DISTINCT FROM a.unit_code
    AND b.department_key > a.department_key
WHERE (a.is_current AND b.is_current)
    OR (
        a.valid_from_year <= coalesce(b.valid_to_year, 9999) AND b.valid_from_year <= coalesce(a.valid_to_year, 9999)
        AND a.valid_from_year IS DISTINCT FROM a.valid_to_year AND b.valid_from_year IS DISTINCT FROM b.valid_to_year
    )
UNION ALL
SELECT version, department_key, NULL, valid_from_year, valid_to_year
FROM named
WHERE valid_from_year > valid_to_year OR (is_current AND valid_to_year IS NOT NULL)
