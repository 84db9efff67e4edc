-- Error classes that several tenants have on the same day, and none of them had the day before: what they share failed.
WITH days AS (
    SELECT DISTINCT tenant, date FROM archive WHERE kind = 'run' AND is_complete
),
failing AS (
    SELECT tenant, date, error_class, COUNT(DISTINCT id) AS jobs
    FROM archive
    WHERE kind = 'job' AND is_complete
    GROUP BY tenant, date, error_class
),
fresh AS (
    SELECT days.tenant, days.date, failing.error_class, failing.jobs
    FROM failing
    JOIN days ON days.tenant = failing.tenant AND days.date = failing.date
    LEFT JOIN failing AS earlier_jobs
        ON earlier_jobs.tenant = failing.tenant AND earlier_jobs.error_class = failing.error_class
        AND earlier_jobs.date = CAST(failing.date - INTERVAL '1' DAY AS DATE)
    JOIN days AS earlier
        ON earlier.tenant = failing.tenant AND earlier.date = CAST(failing.date - INTERVAL '1' DAY AS DATE)
    WHERE earlier_jobs.jobs IS NULL AND failing.error_class IS NOT NULL
)
SELECT date, error_class, COUNT(*) AS tenants, SUM(jobs) AS jobs
FROM fresh
GROUP BY date, error_class
HAVING COUNT(*) > 1
ORDER BY date, error_class
