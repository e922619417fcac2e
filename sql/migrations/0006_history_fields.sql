-- Old and new value of each changed field.
CREATE TABLE history_fields (
    operation_id BIGINT NOT NULL,
    entity VARCHAR(20) NOT NULL,
    entity_id BIGINT NOT NULL,
    field VARCHAR(40) NOT NULL,
    old_value MEDIUMTEXT,
    new_value MEDIUMTEXT,
    PRIMARY KEY (operation_id, entity, entity_id, field),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
) WITHOUT ROWID
