-- One chain link per operation; each process writes a lane of its own.
CREATE TABLE audit_links (
    lane VARCHAR(40) NOT NULL,
    link_number BIGINT NOT NULL,
    operation_id BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    entries_digest CHAR(64) NOT NULL,
    previous_link CHAR(64) NOT NULL,
    link CHAR(64) NOT NULL,
    PRIMARY KEY (lane, link_number),
    UNIQUE (operation_id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
