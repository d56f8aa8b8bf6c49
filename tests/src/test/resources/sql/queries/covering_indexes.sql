-- binary
-- Columns that an index includes are read of its entries, of rows as the statement sees them.
create table covered (id int primary key, k int, n numeric, t text, f float8, c char(6), j jsonb, a int[], b bool, d date, i interval, u uuid, x xid8, v varchar(20), r json);
create index covered_k on covered (k) include (n, t, f, c, j, a, b, d, i, u, x, v, r);
create unique index covered_once on covered (id desc) include (t, k);
insert into covered select g, nullif(g % 20, 19), case when g % 5 > 0 then g * 1.50 end, repeat('t' || g, g % 4), case g % 9 when 0 then '-0' when 1 then 'nan' else g / 8.0 end,
  'c' || g % 10, jsonb_build_object('g', g, 'h', array[1.10, g]), case when g % 3 > 0 then array[g, null, 2] end, g % 2 = 0, date '2026-01-01' + g, g * interval '1 month 40 days 1.5 seconds',
  ('00000000-0000-0000-0000-' || lpad(g::text, 12, '0'))::uuid, g::text::xid8, 'v' || g, ('{"a":  ' || g || '}')::json
  from generate_series(1, 400) g;
analyze covered;
select k, n, t, f, c, j, a, b, d, i, u, x, v, r, id from covered where k = 5 order by id;
select k, n, f from covered where k in (0, 1) and n > 100 order by id limit 4;
select c || '|', t is null, n is null, a is null from covered where k = 7 order by id limit 5;
select k, sum(n), count(a), max(d) from covered where k < 4 group by k order by k;
select id, t from covered where id between 10 and 14 order by id desc;
select count(*) from covered where k is null and b;
-- Own changes of columns that are included, taken back and not.
begin;
update covered set n = -1 where k = 5 and id < 100;
select id, n from covered where k = 5 order by id;
savepoint s;
update covered set n = -2, t = 'again' where k = 5;
select distinct n, t from covered where k = 5;
rollback to s;
select id, n, length(t) from covered where k = 5 order by id;
update covered set k = 6 where id = 5;
update covered set k = 5 where id = 5;
select id, n from covered where k = 5 order by id limit 2;
rollback;
select id, n from covered where k = 5 order by id limit 6;
-- What was there when the view was taken.
begin isolation level repeatable read;
declare held cursor for select id, n, t from covered where k = 8 order by k;
fetch 2 from held;
update covered set n = 0, t = null where k = 8;
fetch 3 from held;
select count(*), sum(n) from covered where k = 8;
commit;
select count(*), sum(n), count(t) from covered where k = 8;
-- Keys are what is unique.
insert into covered (id, t, k) values (400, 'another', 1);
update covered set id = 399 where id = 400;
insert into covered (id, t, k) values (400, 'kept', 1) on conflict (id) do update set t = excluded.t, k = -covered.k returning id, t, k;
select id, t, k from covered where id >= 399 order by id;
create table twice (k int, v int);
insert into twice values (1, 1), (2, 2), (1, 3);
create unique index on twice (k) include (v);
create unique index on covered (v) include (j);
insert into covered (id, v, j) values (1000, 'v1', '{}');
alter table covered add constraint covered_later unique (u) include (k) deferrable initially deferred;
begin;
update covered set u = null where id = 2;
update covered set u = '00000000-0000-0000-0000-000000000001' where id = 2;
update covered set k = 77 where id = 1;
update covered set u = gen_random_uuid() where id = 1;
commit;
select k from covered where u = '00000000-0000-0000-0000-000000000001';
-- Values that are too long for an entry.
update covered set t = repeat('long', 1000) where k = 3 and id < 50;
select id, length(t), left(t, 8), n from covered where k = 3 order by id limit 4;
update covered set t = t || 'er', n = 7 where k = 3 and id < 20;
select id, length(t), right(t, 4), n from covered where k = 3 order by id limit 4;
update covered set t = 'short' where k = 3 and id < 20;
select id, length(t), n from covered where k = 3 order by id limit 4;
delete from covered where k = 3 and id > 20;
select count(*), max(length(t)) from covered where k = 3;
-- Other columns and types.
alter table covered add m int default 7;
create index covered_m on covered (d) include (m, b);
select d, m, b from covered where d between '2026-01-05' and '2026-01-08' order by d;
update covered set m = null where id = 6;
select d, m, b from covered where d between '2026-01-05' and '2026-01-08' order by d;
alter table covered alter m type bigint using m * 10000000000;
select d, m from covered where d between '2026-01-05' and '2026-01-08' order by d;
alter table covered alter v type varchar(40), alter n type numeric(10, 3);
select n, v from covered where k = 5 order by id limit 2;
alter table covered rename m to renamed;
select d, renamed from covered where d = '2026-01-05';
reindex index covered_m;
select d, renamed from covered where d = '2026-01-05';
alter table covered drop column renamed;
select d, b from covered where d = '2026-01-05';
truncate covered;
insert into covered (id, k, n, t) values (1, 2, 3, 'x'), (2, 2, null, 'y');
select k, n, t from covered where k = 2 order by id;
-- Values of types that change.
create type mood as enum ('sad', 'glad');
create type pair as (p int, q text);
create table changing (id int primary key, k int, e mood, p pair);
create index changing_k on changing (k) include (e, p);
insert into changing select g, g % 3, case when g % 2 = 0 then 'sad'::mood else 'glad' end, row(g, 'q' || g)::pair from generate_series(1, 9) g;
alter type mood add value 'well' before 'glad';
alter type mood rename value 'sad' to 'low';
alter type pair add attribute s int;
select k, e, p from changing where k = 1 order by id;
update changing set e = 'well', p = row(1, 'one', 11) where id = 1;
select k, e, p from changing where k = 1 order by id;
update changing set k = 5 where k = 1;
select k, e, (p).s from changing where k = 5 order by id;
alter type pair drop attribute q;
select k, e, p from changing where k = 5 order by id;
delete from changing where id = 4;
select id, e, p from changing where k in (5, 0) order by id;
-- Part of the rows, and keys that cannot be read back.
create table parted (id int, k numeric, t text, w text collate "en_US", live bool);
create index parted_live on parted (k) include (t, live) where live;
create index parted_w on parted (w) include (t);
create index parted_lower on parted (lower(t)) include (k, t);
insert into parted select g, g / 4.0, 'T' || g, 'w' || g % 7, g % 3 = 0 from generate_series(1, 60) g;
analyze parted;
select k, t, live from parted where live and k < 3 order by k;
select t from parted where w = 'w3' order by t limit 3;
select t, k from parted where lower(t) = 't8';
update parted set live = false where id = 6;
update parted set t = 'other', live = true where id = 7;
select k, t, live from parted where live and k < 3 order by k;
