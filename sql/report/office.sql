-- 报告页的部门 | Departments of the report page, by number.
SELECT district_code, department_code, name, district_name, city_name, province_name
FROM chosen_office
ORDER BY office_no
