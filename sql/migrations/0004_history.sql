-- What an operation did to a record: the keyed digest of the whole record afterwards; values of changed fields in history_fields.
CREATE TABLE history (
    operation_id BIGINT NOT NULL,
    entity VARCHAR(20) NOT NULL,
    entity_id BIGINT NOT NULL,
    action VARCHAR(12) NOT NULL,
    digest CHAR(64) NOT NULL,
    PRIMARY KEY (operation_id, entity, entity_id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
) WITHOUT ROWID
