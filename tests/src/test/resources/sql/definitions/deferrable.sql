-- Constraints whose check may wait for the end of the transaction.
-- details
create table p(id int primary key, v int);
create table c(id int primary key, p int references p deferrable initially deferred, q int constraint c_q references p on delete cascade deferrable);
insert into c values (1, 1, null);
select * from c;
insert into c values (1, null, 1);
begin;
insert into c values (1, 1, null);
insert into p values (1);
commit;
begin;
insert into c values (2, 2, null);
select count(*) from c;
commit;
select count(*) from c;
begin;
insert into c values (2, 2, null);
set constraints all immediate;
rollback;
begin;
insert into c values (2, 2, null);
insert into p values (2);
set constraints all immediate;
insert into c values (3, 3, null);
rollback;
begin;
insert into c values (2, 2, null);
set constraints c_q immediate;
set constraints c_p_fkey immediate;
rollback;
begin;
set constraints c_q deferred;
insert into c values (2, null, 5);
insert into p values (5);
commit;
begin;
set constraints c_q deferred;
insert into c values (3, null, 6);
commit;
insert into c values (3, null, 6);
begin;
set constraints public.c_q, c_p_fkey deferred;
insert into c values (3, 7, 6);
insert into p values (6), (7);
commit;
select * from c order by 1;
-- The row referred to goes.
begin;
delete from p where id = 1;
insert into p values (1, 2);
commit;
delete from p where id = 1;
begin;
delete from p where id = 1;
delete from c where p = 1;
commit;
begin;
delete from p where id = 6;
commit;
begin;
update p set id = 77 where id = 7;
update c set p = 77 where p = 7;
commit;
select * from c order by 1;
-- RESTRICT and actions do not wait.
create table r(p int references p on delete restrict deferrable initially deferred);
create table n(p int references p on delete set null on update cascade deferrable initially deferred);
insert into p values (20), (21);
insert into r values (20);
insert into n values (21);
begin;
delete from p where id = 20;
rollback;
begin;
delete from p where id = 21;
select * from n;
insert into n values (22);
commit;
select * from n;
-- Savepoints.
begin;
savepoint a;
insert into c values (30, 30, null);
rollback to a;
commit;
begin;
insert into c values (30, 30, null);
savepoint a;
insert into p values (30);
set constraints all immediate;
rollback to a;
commit;
begin;
savepoint a;
set constraints all immediate;
rollback to a;
insert into c values (31, 31, null);
insert into p values (31);
release a;
commit;
-- Errors.
begin;
set constraints nosuch deferred;
rollback;
begin;
set constraints p_pkey deferred;
rollback;
begin;
set constraints nosuch.c_q deferred;
rollback;
set constraints all deferred;
set constraints nosuch deferred;
begin;
insert into c values (40, 40, null);
alter table c add column x int;
rollback;
begin;
insert into c values (40, 40, null);
drop table c;
rollback;
begin;
insert into c values (40, 40, null);
truncate c;
rollback;
begin;
delete from p where id = 77;
alter table p add column x int;
rollback;
-- Unique keys.
create table u(id int primary key deferrable, a int unique deferrable initially deferred, b int, unique (a, b) deferrable);
select conname, condeferrable, condeferred, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'u'::regclass order by 1;
select c.relname, indisunique, indisprimary, indimmediate from pg_index i join pg_class c on c.oid = i.indexrelid where indrelid = 'u'::regclass order by 1;
select indexdef from pg_indexes where tablename = 'u' order by 1;
select constraint_name, is_deferrable, initially_deferred from information_schema.table_constraints where table_name = 'u' and constraint_type <> 'CHECK' order by 1;
insert into u select i, i, i from generate_series(1, 5) i;
update u set id = id + 1;
select * from u order by 1;
update u set id = 2 where id = 3;
insert into u values (2, 9, 9);
insert into u values (null, 9, 9);
insert into u values (9, 1, 9);
insert into u values (9, 1, 1);
begin;
insert into u values (9, 1, 9);
update u set a = 90 where id = 9;
commit;
begin;
insert into u values (10, 1, 10);
commit;
begin;
insert into u values (10, 1, 10);
delete from u where id = 2;
commit;
begin;
update u set a = 3 where id = 3;
set constraints u_a_key immediate;
rollback;
begin;
set constraints u_pkey deferred;
update u set id = 4 where id = 3;
select count(*) from u where id = 4;
update u set id = 3 where id = 4 and a = 3;
set constraints u_pkey immediate;
commit;
select * from u order by 1;
insert into u values (11, null, null), (12, null, null);
insert into u values (11, 11, 11) on conflict do nothing;
insert into u values (11, 11, 11) on conflict (id) do nothing;
insert into u values (11, 11, 11) on conflict (id) do update set a = 1;
insert into u values (11, 11, 11) on conflict on constraint u_a_key do nothing;
create table bad(id int references u);
create table bad(a int references u(a));
begin;
insert into u values (20, 20, 20);
savepoint s;
insert into u values (21, 20, 21);
rollback to s;
commit;
begin;
insert into u values (30, 20, 30);
savepoint s;
delete from u where id = 20;
rollback to s;
commit;
create table plain(id int primary key);
insert into plain values (1), (2), (3);
update plain set id = id + 1;
alter table plain drop constraint plain_pkey;
alter table plain add primary key (id) deferrable;
update plain set id = id + 1;
insert into plain values (2);
insert into plain values (3) returning id;
alter table plain drop constraint plain_pkey;
insert into plain values (2);
alter table plain add unique (id) deferrable;
alter table plain add primary key (id) deferrable initially deferred;
delete from plain where id = 2;
alter table plain add constraint later primary key (id) deferrable initially deferred;
insert into plain values (3);
insert into plain values (3), (5);
select * from plain order by 1;
create table ck(a int, check (a > 0) not deferrable initially immediate);
-- What one session leaves undecided.
-- session a
begin;
insert into u values (50, 50, 50);
-- session b
-- waits
insert into u values (51, 50, 51);
-- session a
commit;
-- session b
-- join b
-- session a
begin;
delete from u where id = 50;
-- session b
-- waits
insert into u values (51, 50, 51);
-- session a
commit;
-- session b
-- join b
-- session a
begin;
insert into c values (60, 60, null);
-- session b
insert into p values (60);
-- session a
commit;
begin;
insert into c values (61, 60, null);
-- session b
-- waits
delete from p where id = 60;
-- session a
commit;
-- session b
-- join b
begin isolation level repeatable read;
insert into c values (62, 62, null);
-- session a
insert into p values (62);
-- session b
commit;
-- ON CONFLICT refuses a deferrable constraint for the first row that comes to it (found by the fuzzer, seed 6010).
create table arbiters(k int primary key, a int unique deferrable, b int not null);
insert into arbiters values (1, 1, null) on conflict do nothing;
insert into arbiters select 1, 1, 1 where false on conflict do nothing;
insert into arbiters select 1, 1, 1 where false on conflict (a) do update set b = 2;
insert into arbiters values (1, 1, 1) on conflict do nothing;
insert into arbiters values (1, 1, 1) on conflict (k) do nothing;
insert into arbiters values (1, 2, 1) on conflict do nothing;
insert into arbiters values (2, 1, 1) on conflict do nothing;
insert into arbiters values (1, 1, 1) on conflict (a) do update set b = 2;
insert into arbiters values (2, 1, 1) on conflict (k) do update set b = 2;
prepare refused as insert into arbiters values (3, 3, 3) on conflict (a) do nothing;
execute refused;
select * from arbiters order by k;
-- Renamed while checks wait.
create table renamed_parent(k int primary key);
create table renamed(f int references renamed_parent deferrable initially deferred, u int unique deferrable initially deferred);
insert into renamed_parent values (1), (2);
begin;
insert into renamed values (1, 1), (2, 1);
alter table renamed rename column u to v;
alter table renamed rename constraint renamed_f_fkey to other;
update renamed set v = 2 where f = 2;
commit;
begin;
insert into renamed values (3, 3);
alter table renamed rename column v to w;
alter table renamed add x int;
rollback;
begin;
insert into renamed values (3, 3);
alter table renamed rename column v to w;
-- state
commit;
select * from renamed order by f;
