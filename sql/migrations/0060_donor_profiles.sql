-- What clerks keep of a donor beside the snapshots of his donations; a row from the first edit on.
CREATE TABLE donor_profiles (
    donor_id BIGINT NOT NULL PRIMARY KEY,
    phone VARCHAR(50) NOT NULL,
    mail VARCHAR(200) NOT NULL,
    mail_opt_out INTEGER NOT NULL,
    address_protected INTEGER NOT NULL,
    remark TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_by BIGINT NOT NULL,
    FOREIGN KEY (donor_id) REFERENCES donors (id),
    FOREIGN KEY (changed_by) REFERENCES operations (id)
)
