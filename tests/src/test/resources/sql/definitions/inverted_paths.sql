-- GIN indexes on jsonb for jsonpath.
create table p(id int primary key, j jsonb);
insert into p select i, jsonb_build_object('k', i % 13, 'name', 'n' || i % 50, 'list', jsonb_build_array(i % 3, 'x' || i % 4, jsonb_build_object('e', i % 5)), 'deep', jsonb_build_object('v', i % 2 = 0, 'w', jsonb_build_object('k', i % 7)))
  || case when i % 10 = 0 then jsonb_build_object('rare', null, 'list', 'x' || i % 4) else '{}' end from generate_series(1, 300) i;
insert into p values (1001, '{}'), (1002, null), (1003, 'null'), (1004, '"x1"'), (1005, '["x1", 5, true, null]'), (1006, '[{"k": 3.0}, {"k": "3"}]'), (1007, '[["x1"], [[{"k": 3}]]]'), (1008, '5'),
  (1009, '{"k": [1, [3]], "name": ["n1", {"n2": "n3"}]}'), (1010, '{"k": 3.00, "when": "2026-01-05"}'), (1011, '{"": "", "a b": {"": [1e0]}}');
create table q as table p;
create index q_j on q using gin (j);
create table r as table p;
create index r_j on r using gin (j jsonb_path_ops);
analyze q;
analyze r;
set enable_seqscan = off;
create table paths(n int, path jsonpath);
insert into paths values
  (1, '$'), (2, '$.k'), (3, '$.k == 3'), (4, '$ ? (@.k == 3)'), (5, '$.k ? (@ == 3)'), (6, '$.* ? (@ == "n7")'), (7, '$.** ? (@ == "x1")'), (8, '$.list[*] ? (@ == "x1")'), (9, 'strict $.list[*] ? (@ == "x1")'),
  (10, 'strict $.list ? (@ == "x1")'), (11, 'strict $.name ? (@ == "n1")'), (12, '$ ? (@ == "x1")'), (14, 'strict $[*] ? (@ == "x1")'), (15, '$.rare'), (16, '$.rare == null'),
  (17, '$.deep.v == true'), (18, '$.deep.v == true && $.k == 4'), (19, '$.k == 4 || $.k == 5'), (20, '$ ? ((@.k == 4 || @.name == "n6") && @.deep.v == true)'), (21, '!($.k == 4)'), (22, '!(!($.k == 4))'),
  (23, '!($.k != 4)'), (24, '$.k != 4'), (25, '$ ? (!(@.k == 4 || @.k == 5))'), (26, '$ ? (!(!(@.k == 4) || !(@.deep.v == true)))'), (27, '$ ? (exists(@.rare))'), (28, '$ ? (!exists(@.rare))'), (29, 'exists($.rare)'),
  (30, '$.k > 10'), (31, '$.name starts with "n1"'), (32, '$.name like_regex "^n.$"'), (33, '($.k == 3) is unknown'), (34, '$.list.e == 2'), (35, '$.list[2].e == 2'), (36, 'strict $.list[2].e == 2'), (37, '$.list[last].e ? (@ == 2)'),
  (38, '$.**.k == 3'), (39, '$.*.*.k == 3'), (40, '$.deep.w.k == 3'), (41, '3 == $.k'), (42, '$.k == $.deep.w.k'), (43, '$.k + 1 == 4'), (44, '-$.k == -3'), (45, '$.k.double() == 3'), (46, '$.list.size() == 3'), (47, '$.list.type()'),
  (48, '$.when.datetime() < "2026-02-01".datetime()'), (49, '$.keyvalue() ? (@.key == "rare")'), (50, '$.keyvalue().key == "rare"'), (51, '1'), (52, 'true'), (53, '1 == 1'), (54, '$.k ? (@ > 3) ? (@ < 6)'), (55, '$ ? (@.deep ? (@.v == true).w.k == 3)'),
  (56, '$ ? ($.k == 3).name'), (57, '$.deep ? ($.k == 3)'), (58, '$."" == ""'), (59, '$."a b"."" == 1'), (60, '$.k == 3.000'), (61, '$.k == "3"'), (62, '$[*].k == 3'), (63, '$[0].k == 3'), (64, '$.name.n2 == "n3"'), (65, '$.nowhere == 1'),
  (66, '$.deep.v'), (67, '$.k ? (@ == 3 || @ == 4 && $.deep.v == true)'), (68, '$ ? (@.name like_regex "N7" flag "i" && @.k >= 0)'), (69, '$.deep.v ? (@ == true)'), (70, '$.**{2} ? (@ == 3)'), (71, '$ ? (@.**.k == 3 && @.rare == null)');
-- What the rows say, and what is found.
select n, path, (select count(*) || ' ' || coalesce(sum(id), 0) from p where j @? path) exist, (select count(*) || ' ' || coalesce(sum(id), 0) from p where j @@ path) match from paths order by n;
select n, path from paths where (select coalesce(array_agg(id order by id), '{}') from p where j @? path) <> (select coalesce(array_agg(id order by id), '{}') from q where j @? path) order by n;
select n, path from paths where (select coalesce(array_agg(id order by id), '{}') from p where j @@ path) <> (select coalesce(array_agg(id order by id), '{}') from q where j @@ path) order by n;
select n, path from paths where (select coalesce(array_agg(id order by id), '{}') from p where j @? path) <> (select coalesce(array_agg(id order by id), '{}') from r where j @? path) order by n;
select n, path from paths where (select coalesce(array_agg(id order by id), '{}') from p where j @@ path) <> (select coalesce(array_agg(id order by id), '{}') from r where j @@ path) order by n;
select id from q where j @? '$.k ? (@ == 3)' and id > 250 order by id;
select id from q where j @@ '$.k == 3 && $.deep.v == true' order by id limit 5;
select id from r where j @@ '$.k == 3 || $.name == "n7"' and id < 60 order by id;
select count(*) from q where j @? null;
select count(*) from r where j @@ null;
select count(*) from q where j @? '$ ? (@.k == 3)' and j @> '{"deep": {"v": true}}';
update q set j = j || '{"k": 3}' where id = 1;
delete from q where id = 3;
select id from q where j @@ '$.k == 3' and id < 20 order by id;
begin;
update r set j = j || '{"name": "mine"}' where id = 10;
select id from r where j @? '$.name ? (@ == "mine")';
rollback;
select id from r where j @? '$.name ? (@ == "mine")';
prepare finding(jsonpath) as select count(*) from r where j @@ $1;
execute finding('$.k == 3');
execute finding('$.k > 3');
execute finding(null);
