-- 代理寄附: the municipality for which the donation is accepted; empty for the city's own.
ALTER TABLE donations ADD COLUMN on_behalf_of VARCHAR(200) NOT NULL DEFAULT ''
