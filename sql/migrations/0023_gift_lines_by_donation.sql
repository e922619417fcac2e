-- The lines of a donation.
CREATE INDEX gift_lines_by_donation ON gift_lines (donation_id, line_number)
