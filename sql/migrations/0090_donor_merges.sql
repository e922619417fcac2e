-- Two donors made one: `taken` names what the survivor's record took from the other's; undone ones stay.
CREATE TABLE donor_merges (
    id BIGINT NOT NULL PRIMARY KEY,
    survivor_id BIGINT NOT NULL,
    merged_id BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    taken VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    created_by BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    FOREIGN KEY (survivor_id) REFERENCES donors (id),
    FOREIGN KEY (merged_id) REFERENCES donors (id),
    FOREIGN KEY (created_by) REFERENCES operations (id),
    FOREIGN KEY (changed_by) REFERENCES operations (id)
)
