-- Tables and queries without columns, and stars that stand for nothing.
CREATE TABLE bare ();
CREATE VIEW bare_view AS SELECT * FROM bare;
SELECT * FROM bare;
INSERT INTO bare DEFAULT VALUES;
INSERT INTO bare DEFAULT VALUES;
SELECT * FROM bare_view;
SELECT count(*) FROM bare_view;
SELECT * FROM bare, bare_view;
SELECT bare.* FROM bare;
SELECT b.*, count(*) FROM bare b;
SELECT * FROM bare JOIN bare AS other ON true;
SELECT * FROM (SELECT) AS nothing;
SELECT nothing FROM (SELECT) AS nothing;
SELECT other.* FROM bare;
SELECT other.a FROM bare AS other;
SELECT * FROM bare, bare;
SELECT *;
