-- What was said and done, one after the other; rows are added and never changed.
CREATE TABLE ticket_entries (
    ticket_id BIGINT NOT NULL,
    entry_number INTEGER NOT NULL,
    entered_at VARCHAR(30) NOT NULL,
    actor VARCHAR(100) NOT NULL,
    entry_text TEXT NOT NULL,
    PRIMARY KEY (ticket_id, entry_number),
    FOREIGN KEY (ticket_id) REFERENCES tickets (id)
)
