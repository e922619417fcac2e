-- Gift codes and purposes that no master knows, to be mapped by a person; they never stop a donation.
CREATE TABLE unmatched_names (
    kind VARCHAR(10) NOT NULL,
    portal VARCHAR(40) NOT NULL,
    written VARCHAR(200) NOT NULL,
    first_operation_id BIGINT NOT NULL,
    PRIMARY KEY (kind, portal, written),
    FOREIGN KEY (first_operation_id) REFERENCES operations (id)
)
