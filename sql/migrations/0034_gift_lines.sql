-- One gift of a donation with a shipping state of its own (定期便: one line per delivery).
CREATE TABLE gift_lines (
    id BIGINT NOT NULL PRIMARY KEY,
    donation_id BIGINT NOT NULL,
    line_number INTEGER NOT NULL,
    portal_line VARCHAR(200) NOT NULL,
    gift_code VARCHAR(200) NOT NULL,
    gift_name VARCHAR(300) NOT NULL,
    gift_version_id BIGINT,
    quantity INTEGER NOT NULL,
    amount_yen BIGINT NOT NULL,
    shipping_state VARCHAR(20) NOT NULL,
    recipient_contact_id BIGINT,
    file_line BIGINT NOT NULL,
    UNIQUE (donation_id, line_number),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (gift_version_id) REFERENCES gift_versions (id),
    FOREIGN KEY (recipient_contact_id) REFERENCES contacts (id)
)
