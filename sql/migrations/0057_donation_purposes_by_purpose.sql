-- Who gave for a purpose.
CREATE INDEX donation_purposes_by_purpose ON donation_purposes (purpose_code, donation_id)
