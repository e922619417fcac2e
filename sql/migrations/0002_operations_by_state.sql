-- Finds the few open operations without reading the many done ones.
CREATE INDEX operations_by_state ON operations (state)
