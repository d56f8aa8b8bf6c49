-- Foreign keys between sessions: who waits for whom, and that no row is left that refers to nothing.
create table p(id int primary key, u int unique, v int);
create table c(id int primary key, p int references p, u int references p(u));
create table d(id int primary key, p int references p on delete cascade on update cascade);
insert into p select i, i * 10, 0 from generate_series(1, 40) i;
-- A row that refers keeps the one referred to from being deleted.
-- session a
begin;
insert into c values (1, 1, null);
-- session b
-- waits
delete from p where id = 1;
-- session a
commit;
-- session b
-- join b
-- And the other way round.
-- session a
begin;
delete from p where id = 2;
-- session b
-- waits
insert into c values (2, 2, null);
-- session a
commit;
-- session b
-- join b
-- After a rollback.
-- session a
begin;
delete from p where id = 3;
-- session b
-- waits
insert into c values (3, 3, null);
-- session a
rollback;
-- session b
-- join b
-- session a
begin;
insert into c values (4, 4, null);
-- session b
-- waits
delete from p where id = 4;
-- session a
rollback;
-- session b
-- join b
-- Updates of other columns wait for nobody, and nobody waits for them.
-- session a
begin;
insert into c values (5, 5, 50);
-- session b
update p set v = v + 1 where id = 5;
begin;
update p set v = v + 1 where id = 6;
-- session a
insert into c values (6, 6, 60);
select p.v from p where id = 6 for key share;
-- session b
commit;
-- session a
commit;
select * from p where id in (5, 6) order by 1;
-- A key that changes.
-- session a
begin;
update p set u = 71 where id = 7;
-- session b
-- waits
insert into c values (7, 7, 70);
-- session a
commit;
-- session b
-- join b
-- session a
begin;
update p set v = 1 where id = 8;
update p set u = 81 where id = 8;
update p set v = 2 where id = 8;
-- session b
-- waits
insert into c values (8, 8, null);
-- session a
commit;
-- session b
-- join b
-- session a
begin;
insert into c values (9, 9, null);
-- session b
-- waits
update p set id = 900 where id = 9;
-- session a
commit;
-- session b
-- join b
-- session a
begin;
update p set id = 1000 where id = 10;
-- session b
-- waits
insert into c values (10, 10, null);
-- session a
commit;
-- session b
-- join b
-- A row that is not committed is not there.
-- session a
begin;
insert into p values (100, 1000, 0);
-- session b
insert into c values (100, 100, null);
-- session a
commit;
-- session b
insert into c values (100, 100, null);
-- A row that is deleted does not refer any more.
-- session a
begin;
delete from c where id = 100;
-- session b
-- waits
delete from p where id = 100;
-- session a
commit;
-- session b
-- join b
-- Cascades wait, and see what was committed meanwhile.
-- session a
begin;
insert into d values (11, 11);
-- session b
-- waits
delete from p where id = 11;
-- session a
commit;
-- session b
-- join b
select * from d;
-- session a
insert into d values (12, 12), (13, 12);
begin;
update d set p = 13 where id = 12;
-- session b
-- waits
delete from p where id = 12;
-- session a
commit;
-- session b
-- join b
select * from d;
-- Repeatable read.
-- session a
begin isolation level repeatable read;
select count(*) from c;
-- session b
delete from p where id = 14;
-- session a
insert into c values (14, 14, null);
rollback;
begin isolation level repeatable read;
select count(*) from c;
-- session b
insert into p values (200, 2000, 0);
-- session a
insert into c values (200, 200, null);
rollback;
begin isolation level repeatable read;
select count(*) from c;
-- session b
insert into c values (15, 15, null);
-- session a
delete from p where id = 15;
rollback;
begin isolation level repeatable read;
select count(*) from c;
-- session b
insert into d values (16, 16);
-- session a
delete from p where id = 16;
rollback;
begin isolation level repeatable read;
select count(*) from c;
-- session b
update p set v = 5 where id = 17;
-- session a
insert into c values (17, 17, null);
commit;
begin isolation level repeatable read;
select count(*) from c;
-- session b
begin;
delete from p where id = 18;
-- session a
-- waits
insert into c values (18, 18, null);
-- session b
commit;
-- session a
-- join a
rollback;
begin isolation level repeatable read;
insert into c values (19, 19, null);
-- session b
-- waits
delete from p where id = 19;
-- session a
commit;
-- session b
-- join b
-- session a
begin isolation level repeatable read;
insert into p values (300, 3000, 0);
insert into c values (300, 300, null);
delete from c where id = 300;
delete from p where id = 300;
commit;
-- NOWAIT and locks that are held longer.
-- session a
begin;
insert into c values (20, 20, null);
-- session b
select id from p where id = 20 for update nowait;
select id from p where id = 20 for no key update nowait;
select id from p where id = 20 for update skip locked;
-- session a
commit;
-- A savepoint that is gone back to gives the lock back.
-- session a
begin;
savepoint s;
insert into c values (21, 21, null);
rollback to s;
-- session b
delete from p where id = 21;
-- session a
commit;
-- A constraint that is made.
-- session a
create table e(p int);
insert into e values (22);
begin;
alter table e add foreign key (p) references p;
-- session b
-- waits
delete from p where id = 22;
-- session a
commit;
-- session b
-- join b
select count(*) from c left join p on p.id = c.p where p.id is null and c.p is not null;
-- A row that is about to refer to another still refers to the one before: whoever has changed it may roll back.
-- session a
create table q(k int primary key);
create table e(k int primary key, f int references q);
create table f(k int primary key, f int references q on delete restrict deferrable initially deferred);
insert into q values (1), (2), (3), (4);
insert into e values (1, 1), (2, 2), (3, null);
insert into f values (1, 4);
begin;
update e set f = 3 where k = 1;
update e set f = null where k = 2;
-- session b
update q set k = 11 where k = 1;
delete from q where k = 2;
begin;
delete from q where k = 1;
rollback;
-- session a
rollback;
begin;
update e set f = 3 where k = 1;
update f set f = 3 where k = 1;
-- session b
begin;
delete from q where k = 4;
rollback;
begin isolation level repeatable read;
select * from q order by k;
-- session a
commit;
-- session b
delete from q where k = 1;
delete from q where k = 4;
commit;
select * from q order by k;
select * from e order by k;
select * from f order by k;
-- A column that is a key of its own as well is waited for.
create unique index on e(f);
-- session a
begin;
update e set f = null where k = 1;
-- session b
-- waits
delete from q where k = 3;
-- session a
commit;
-- session b
-- join b
select * from q order by k;
