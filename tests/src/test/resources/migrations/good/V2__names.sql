ALTER TABLE customer ADD COLUMN nick text NOT NULL DEFAULT 'none';
INSERT INTO customer (name, email) VALUES ('Ada', 'ada@example.org'), ('Bo', 'bo@example.org');
