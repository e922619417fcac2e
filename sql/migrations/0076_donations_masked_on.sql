-- Retention: the day on which name, address and all else of the person were erased.
ALTER TABLE donations ADD COLUMN masked_on CHAR(10)
