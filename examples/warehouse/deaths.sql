-- Which error classes kill most: jobs that left the list after their estimated death, by error class and tenant.
--
-- A job that left a verified list before it could have died recovered, or a person removed it. The rows of a job go on as
-- long as it waits; the first verified run without it says when it was gone.
WITH runs AS (
    SELECT tenant, run_epoch, LEAD(run_epoch) OVER (PARTITION BY tenant ORDER BY run_epoch) AS next_epoch
    FROM archive
    WHERE kind = 'run' AND is_verified
),
sightings AS (
    SELECT tenant, id, error_class, death_epoch, run_epoch,
        ROW_NUMBER() OVER (PARTITION BY tenant, id ORDER BY run_epoch DESC) AS from_last
    FROM archive
    WHERE kind = 'job' AND is_verified
),
fates AS (
    SELECT sightings.tenant, error_class,
        CASE
            WHEN next_epoch IS NULL THEN 'waiting'
            WHEN death_epoch IS NULL THEN 'unknown'
            WHEN death_epoch <= next_epoch THEN 'died'
            ELSE 'recovered'
        END AS fate
    FROM sightings
    JOIN runs ON runs.tenant = sightings.tenant AND runs.run_epoch = sightings.run_epoch
    WHERE from_last = 1
)
SELECT tenant, error_class,
    COUNT(*) AS jobs,
    SUM(CASE WHEN fate = 'died' THEN 1 ELSE 0 END) AS died,
    SUM(CASE WHEN fate = 'recovered' THEN 1 ELSE 0 END) AS recovered,
    SUM(CASE WHEN fate = 'waiting' THEN 1 ELSE 0 END) AS waiting,
    SUM(CASE WHEN fate = 'unknown' THEN 1 ELSE 0 END) AS unknown
FROM fates
GROUP BY tenant, error_class
ORDER BY died DESC, jobs DESC, tenant, error_class NULLS LAST
