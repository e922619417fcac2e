-- For donations from before.
UPDATE donations SET prefecture = (SELECT c.prefecture FROM contacts c WHERE c.id = donations.contact_id)
