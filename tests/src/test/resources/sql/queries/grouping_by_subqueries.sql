-- Subqueries that are written alike are the same expression for GROUP BY, HAVING, ORDER BY and DISTINCT.
CREATE TABLE sold (id integer PRIMARY KEY, shop integer, item text);
INSERT INTO sold VALUES (1, 1, 'tea'), (2, 1, 'pen'), (3, 2, 'tea'), (4, 3, NULL);
CREATE TABLE shop (number integer, name text);
INSERT INTO shop VALUES (1, 'north'), (2, 'south'), (1, 'old north');

SELECT (SELECT count(*) FROM shop WHERE number = sold.shop) AS names, count(*) FROM sold GROUP BY (SELECT count(*) FROM shop WHERE number = sold.shop) ORDER BY 1;
SELECT 1 + (SELECT count(*) FROM shop WHERE number = sold.shop) AS more, count(*) FROM sold GROUP BY (select  count(*) /* the same */ from shop where number = sold.shop) ORDER BY 1;
SELECT EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') AS known, sum(id) FROM sold
GROUP BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south')
HAVING EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') IS NOT NULL
ORDER BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south');
-- Another value is another expression; also when the plan of a text alike was kept.
SELECT EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') AS known, sum(id) FROM sold GROUP BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'north');
SELECT EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'north') AS known, sum(id) FROM sold GROUP BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'north') ORDER BY 1;
SELECT EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') AS known, sum(id) FROM sold GROUP BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') ORDER BY 1;
SELECT EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'south') AS known, sum(id) FROM sold GROUP BY EXISTS (SELECT 1 FROM shop s WHERE s.number = sold.shop AND s.name = 'none');
-- Only some of them are keys.
SELECT (SELECT max(name) FROM shop WHERE number = sold.shop) AS last, (SELECT min(name) FROM shop WHERE number = sold.shop) FROM sold GROUP BY (SELECT max(name) FROM shop WHERE number = sold.shop);

SELECT shop IN (SELECT number FROM shop WHERE number = sold.id) AS found, count(*) FROM sold GROUP BY shop IN (SELECT number FROM shop WHERE number = sold.id) ORDER BY 1;
SELECT shop >= ALL (SELECT number FROM shop WHERE number = sold.id) AS above, count(*) FROM sold GROUP BY shop >= ALL (SELECT number FROM shop WHERE number = sold.id) ORDER BY 1;
SELECT ARRAY (SELECT name FROM shop WHERE number = sold.shop ORDER BY name) AS names, count(*) FROM sold GROUP BY ARRAY (SELECT name FROM shop WHERE number = sold.shop ORDER BY name) ORDER BY 1;
SELECT (SELECT max(u.name) FROM shop u WHERE u.number = (SELECT min(v.number) FROM shop v WHERE v.number = sold.shop)) AS last, count(*) FROM sold
GROUP BY (SELECT max(u.name) FROM shop u WHERE u.number = (SELECT min(v.number) FROM shop v WHERE v.number = sold.shop)) ORDER BY 1;
SELECT (SELECT count(*) FROM shop WHERE number = sold.shop) AS names, grouping((SELECT count(*) FROM shop WHERE number = sold.shop)), count(*) FROM sold
GROUP BY ROLLUP ((SELECT count(*) FROM shop WHERE number = sold.shop)) ORDER BY 1, 2;
SELECT DISTINCT (SELECT max(name) FROM shop WHERE number = sold.shop) FROM sold ORDER BY (SELECT max(name) FROM shop WHERE number = sold.shop);
SELECT DISTINCT (SELECT max(name) FROM shop WHERE number = sold.shop) FROM sold ORDER BY (SELECT min(name) FROM shop WHERE number = sold.shop);

CREATE VIEW names_of_shops AS SELECT (SELECT count(*) FROM shop WHERE number = sold.shop) AS names, count(*) AS sales FROM sold GROUP BY (SELECT count(*) FROM shop WHERE number = sold.shop);
SELECT * FROM names_of_shops ORDER BY 1;
PREPARE named(text) AS SELECT (SELECT count(*) FROM shop WHERE name = $1 AND number = sold.shop) AS names, count(*) FROM sold GROUP BY (SELECT count(*) FROM shop WHERE name = $1 AND number = sold.shop) ORDER BY 1;
EXECUTE named('south');
-- Elsewhere each is computed for itself.
SELECT (SELECT random()) = (SELECT random()) AS same;
