-- 消去記録: what retention erased, one row per short transaction of a run, never changed. The digest is over the ids of the records.
CREATE TABLE deletions (
    id BIGINT NOT NULL PRIMARY KEY,
    operation_id BIGINT NOT NULL,
    run BIGINT NOT NULL,
    rule VARCHAR(60) NOT NULL,
    subject VARCHAR(30) NOT NULL,
    action VARCHAR(10) NOT NULL,
    as_of CHAR(10) NOT NULL,
    records BIGINT NOT NULL,
    first_day CHAR(10) NOT NULL,
    last_day CHAR(10) NOT NULL,
    ids_digest CHAR(64) NOT NULL,
    UNIQUE (operation_id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
