-- Two donors who may be one person (the one with the lower number first), and what a clerk decided; each pair is proposed once.
CREATE TABLE donor_candidates (
    id BIGINT NOT NULL PRIMARY KEY,
    donor_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    donation_id BIGINT,
    score INTEGER NOT NULL,
    reasons BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    version INTEGER NOT NULL,
    created_by BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    UNIQUE (donor_id, other_id),
    FOREIGN KEY (donor_id) REFERENCES donors (id),
    FOREIGN KEY (other_id) REFERENCES donors (id),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (created_by) REFERENCES operations (id),
    FOREIGN KEY (changed_by) REFERENCES operations (id)
)
