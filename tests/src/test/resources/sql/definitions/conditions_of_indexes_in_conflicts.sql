-- Conditions that lists say in other words.
create type phase as enum ('a', 'b', 'c');
create table j(id int, s phase, t text, v varchar(5), n int);
create unique index j_s on j(id) where s in ('a', 'b');
insert into j values (1, 'a') on conflict (id) where s in ('a', 'b') do nothing;
insert into j values (1, 'b') on conflict (id) where s in ('b', 'a') do update set n = 7 returning *;
insert into j values (1, 'b') on conflict (id) where s = 'b' do nothing;
insert into j values (1, 'b') on conflict (id) where s = any ('{a}') do nothing;
insert into j values (1, 'b') on conflict (id) where s in ('a', 'c') do nothing;
insert into j values (1, 'b') on conflict (id) where s = 'c' do nothing;
insert into j values (1, 'b') on conflict (id) do nothing;
create unique index j_v on j(t) where v in ('a', 'b');
insert into j values (2, 'c', 'x', 'a') on conflict (t) where v in ('a', 'b') do nothing;
insert into j values (3, 'c', 'x', 'b') on conflict (t) where v in ('a') do nothing;
insert into j values (3, 'c', 'x', 'b') on conflict (t) where v = 'b' do update set v = 'c' returning *;
create unique index j_not on j(t, id) where v not in ('x', 'y') and not (n = 5);
insert into j values (5, 'c', 'q', 'b') on conflict (t, id) where v not in ('y', 'x') and n <> 5 do nothing;
insert into j values (5, 'c', 'q', 'b') on conflict (t, id) where v = 'b' and n > 5 do nothing;
insert into j values (5, 'c', 'q', 'b') on conflict (t, id) where v <> 'x' and n > 5 do nothing;
create unique index j_n on j(n) where v is not null and id = any (array[1, 2, 3]);
insert into j values (6, 'c', 'q', 'b') on conflict (n) where v not in ('x') and id in (1, 2) do nothing;
create table b(id int, f bool);
create unique index b_f on b(id) where f;
insert into b values (1, true) on conflict (id) where f = true do nothing;
insert into b values (1, true) on conflict (id) where f do nothing;
create unique index b_not on b(id, f) where f = false;
insert into b values (1, false) on conflict (id, f) where not f do nothing;
insert into b values (1, false) on conflict (id, f) where f = false do nothing;
-- Queries that such an index answers.
set enable_seqscan = off;
select id from j where s = 'b';
select id from j where s in ('a', 'b');
select t from j where v = 'a';
-- Keys that are computed, in details.
create table k(a varchar(5), c int);
create unique index k_a on k(lower(a), (c + 1));
insert into k values ('A', 1);
insert into k values ('a', 1);
-- A label that begins as AT TIME ZONE does.
select 1 at, 2 is null at, timestamptz '2024-01-01 00:00+00' at time zone 'UTC' at;
select c at from k;
