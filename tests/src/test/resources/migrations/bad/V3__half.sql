CREATE TABLE half (id int);
INSERT INTO half VALUES ('not a number');
