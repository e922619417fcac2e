-- The history of one record.
CREATE INDEX history_by_entity ON history (entity, entity_id, operation_id)
