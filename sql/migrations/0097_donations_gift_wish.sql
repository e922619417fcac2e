-- 返礼品辞退 (declined) and 未選択 (undecided) told apart; empty where nothing was said.
ALTER TABLE donations ADD COLUMN gift_wish VARCHAR(12) NOT NULL DEFAULT ''
