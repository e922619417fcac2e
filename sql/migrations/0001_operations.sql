-- Every write transaction belongs to one operation: who, when, why. Open operations (an import under way) are ignored by reports.
CREATE TABLE operations (
    id BIGINT NOT NULL PRIMARY KEY,
    kind VARCHAR(40) NOT NULL,
    state VARCHAR(10) NOT NULL,
    actor VARCHAR(100) NOT NULL,
    source VARCHAR(20) NOT NULL,
    source_key VARCHAR(100) NOT NULL,
    reason VARCHAR(400) NOT NULL,
    business_date CHAR(10) NOT NULL,
    started_at VARCHAR(30) NOT NULL,
    finished_at VARCHAR(30),
    idempotency_key VARCHAR(80),
    UNIQUE (idempotency_key)
)
