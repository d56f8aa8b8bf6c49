-- Constraints that are altered, and indexes that become constraints.

-- A check that waits follows its row to another primary key.
create table harbour (code int primary key, berths int);
create table vessel (id int primary key, home int references harbour deferrable initially deferred);
insert into harbour values (1, 4);
begin;
insert into vessel values (10, 77);
update vessel set id = 11;
commit;
select * from vessel;
begin;
insert into vessel values (10, 77);
savepoint later;
update vessel set id = id + 1;
release later;
commit;
begin;
insert into vessel values (10, 77);
savepoint later;
update vessel set id = id + 1;
rollback to later;
commit;
begin;
insert into vessel values (10, 77), (20, 1);
update vessel set id = id + 1;
insert into harbour values (77, 1);
commit;
select * from vessel order by id;

-- What is said about waiting can change.
alter table vessel alter constraint vessel_home_fkey not deferrable;
begin;
insert into vessel values (30, 99);
rollback;
select condeferrable, condeferred from pg_constraint where conname = 'vessel_home_fkey';
alter table vessel alter constraint vessel_home_fkey deferrable;
select condeferrable, condeferred from pg_constraint where conname = 'vessel_home_fkey';
begin;
set constraints vessel_home_fkey deferred;
insert into vessel values (30, 99);
rollback;
alter table vessel alter constraint vessel_home_fkey initially deferred;
select condeferrable, condeferred from pg_constraint where conname = 'vessel_home_fkey';
select pg_get_constraintdef(oid) from pg_constraint where conname = 'vessel_home_fkey';
alter table vessel alter constraint nothing deferrable;
alter table vessel alter constraint vessel_pkey deferrable;
alter table vessel alter constraint vessel_home_fkey not valid;
alter table vessel alter constraint vessel_home_fkey no inherit;
alter table vessel alter constraint vessel_home_fkey not deferrable initially deferred;

-- Indexes become constraints.
create table crew (id int, badge int, name text, berth int);
insert into crew values (1, 10, 'Ada', 5), (2, 20, 'Bo', null);
create unique index crew_by_id on crew (id);
create unique index crew_by_badge on crew (badge) include (name);
create unique index crew_by_berth on crew (berth);
create unique index crew_by_lower on crew (lower(name));
create unique index crew_by_part on crew (name) where id > 1;
create unique index crew_backwards on crew (name desc);
create unique index crew_first on crew (name nulls first);
create index crew_plain on crew (name);
create table other (id int);
create unique index other_by_id on other (id);
alter table crew add constraint a unique using index nowhere;
alter table crew add constraint a unique using index other_by_id;
alter table crew add constraint a unique using index crew_by_lower;
alter table crew add constraint a unique using index crew_by_part;
alter table crew add constraint a unique using index crew_backwards;
alter table crew add constraint a unique using index crew_first;
alter table crew add constraint a primary key using index crew_plain;
alter table crew add constraint crew_pkey primary key using index crew_by_id;
alter table crew add constraint again primary key using index crew_by_badge;
alter table crew add unique using index crew_by_badge;
alter table crew add unique using index crew_by_badge;
alter table crew add constraint one_each unique using index crew_by_berth deferrable initially deferred;
select conname, contype, condeferrable, condeferred, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'crew'::regclass order by conname;
select indexrelid::regclass, indisunique, indisprimary, indimmediate from pg_index where indrelid = 'crew'::regclass order by indexrelid::regclass::text;
select attname, attnotnull from pg_attribute where attrelid = 'crew'::regclass and attnum > 0 order by attnum;
insert into crew values (1, 30, 'Cy', 6);
insert into crew values (null, 30, 'Cy', 6);
insert into crew values (3, 20, 'Cy', 6);
begin;
insert into crew values (3, 30, 'Cy', 5);
update crew set berth = 6 where id = 1;
commit;
begin;
insert into crew values (4, 40, 'Di', 5);
commit;
drop index crew_by_badge;
alter table crew drop constraint crew_by_badge;
insert into crew values (5, 20, 'Ed', 9) returning *;
select * from crew order by id;
create table fleet (id int, constraint mine unique using index crew_by_part);
create table empty_one (id int);
create unique index on empty_one (id);
insert into empty_one values (null);
alter table empty_one add primary key using index empty_one_id_idx;
delete from empty_one;
alter table empty_one add primary key using index empty_one_id_idx;
insert into empty_one values (1);
insert into empty_one values (1);

-- No type has itself in it.
create table nest (a int);
alter table nest add column b nest;
alter table nest add column b nest[];
create domain nest_list as nest[];
alter table nest add column b nest_list;
create table outer_nest (n nest);
alter table nest add column b outer_nest;
alter table nest alter column a type nest using row(a);
create view nest_view as select 1 as a;
create or replace view nest_view as select 1 as a, null::nest_view as b;
alter table nest add column b int;
select * from nest;

-- Types of identity columns.
create table numbered (id int generated always as identity, t text);
alter table numbered alter column id type text;

-- Names of columns.
create table reserved (xmin int);
create table reserved (a int, ctid int);
create table reserved (a int, tableoid_ int);
alter table reserved add column cmax int;
alter table reserved rename column a to xmax;
alter table reserved rename column nothing to b;
alter table reserved rename column a to tableoid_;
alter table reserved rename column a to b;
select * from reserved;
