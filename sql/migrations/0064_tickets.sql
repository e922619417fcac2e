-- What a donor wants, complains of, or was told, on the donor or on one donation.
CREATE TABLE tickets (
    id BIGINT NOT NULL PRIMARY KEY,
    donor_id BIGINT NOT NULL,
    donation_id BIGINT,
    kind VARCHAR(12) NOT NULL,
    priority VARCHAR(8) NOT NULL,
    state VARCHAR(12) NOT NULL,
    assignee VARCHAR(100) NOT NULL,
    subject VARCHAR(200) NOT NULL,
    cause VARCHAR(12) NOT NULL,
    action_taken VARCHAR(400) NOT NULL,
    payer VARCHAR(12) NOT NULL,
    opened_on CHAR(10) NOT NULL,
    closed_on CHAR(10),
    version INTEGER NOT NULL,
    created_by BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    FOREIGN KEY (donor_id) REFERENCES donors (id),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (created_by) REFERENCES operations (id),
    FOREIGN KEY (changed_by) REFERENCES operations (id)
)
