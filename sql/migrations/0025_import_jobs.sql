-- One import of one file: planned, applying, done. running_portal is set while the job is not done, so a portal has one at a time.
CREATE TABLE import_jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    operation_id BIGINT NOT NULL,
    portal VARCHAR(40) NOT NULL,
    running_portal VARCHAR(40),
    state VARCHAR(10) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    sha256 CHAR(64) NOT NULL,
    bytes BIGINT NOT NULL,
    encoding VARCHAR(10) NOT NULL,
    forced_encoding INTEGER NOT NULL,
    business_date CHAR(10) NOT NULL,
    archive_file VARCHAR(100) NOT NULL,
    owner VARCHAR(200) NOT NULL,
    owner_seen_at VARCHAR(30) NOT NULL,
    started_at VARCHAR(30) NOT NULL,
    finished_at VARCHAR(30),
    summary TEXT,
    UNIQUE (running_portal),
    UNIQUE (operation_id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
