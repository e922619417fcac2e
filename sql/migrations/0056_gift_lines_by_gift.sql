-- Who chose a gift.
CREATE INDEX gift_lines_by_gift ON gift_lines (gift_code, donation_id)
