-- Transactions that could not have run one after the other.
create table doctors(name text primary key, on_call boolean);
insert into doctors values ('alice', true), ('bob', true);
create table mytab(class int, value int);
insert into mytab values (1, 10), (1, 20), (2, 100), (2, 200);
show transaction_isolation;
-- session a
begin isolation level serializable;
show transaction_isolation;
select count(*) from doctors where on_call;
-- session b
begin transaction isolation level serializable;
select count(*) from doctors where on_call;
update doctors set on_call = false where name = 'bob';
-- session a
update doctors set on_call = false where name = 'alice';
commit;
-- session b
commit;
-- session a
select * from doctors order by name;
-- Sums of one class added to the other.
begin isolation level serializable;
select sum(value) from mytab where class = 1;
insert into mytab values (2, 30);
-- session b
begin isolation level serializable;
select sum(value) from mytab where class = 2;
insert into mytab values (1, 300);
commit;
-- session a
commit;
rollback;
select class, sum(value) from mytab group by class order by class;
-- The same at REPEATABLE READ is let through.
begin isolation level repeatable read;
select sum(value) from mytab where class = 1;
insert into mytab values (2, 1);
-- session b
begin isolation level repeatable read;
select sum(value) from mytab where class = 2;
insert into mytab values (1, 1);
commit;
-- session a
commit;
-- One after the other there is nothing to refuse.
begin isolation level serializable;
select sum(value) from mytab;
insert into mytab values (3, 1);
commit;
-- session b
begin isolation level serializable;
select sum(value) from mytab;
insert into mytab values (3, 2);
commit;
-- A transaction that only reads sees a state that never was: Fekete, O'Neil and O'Neil.
-- session a
create table control(deposit_no int);
create table receipt(no int primary key, deposit_no int, amount int);
insert into control values (1);
insert into receipt values (1, 1, 100), (2, 1, 200);
begin isolation level serializable;
insert into receipt select 3, deposit_no, 300 from control;
-- session b
begin isolation level serializable;
update control set deposit_no = 2;
commit;
-- session c
begin isolation level serializable read only;
select deposit_no from control;
select sum(amount) from receipt where deposit_no = 1;
commit;
-- session a
select count(*) from receipt;
commit;
rollback;
select no, deposit_no from receipt order by no;
-- Updates of the same row are refused as at REPEATABLE READ.
begin isolation level serializable;
select on_call from doctors where name = 'alice';
-- session b
update doctors set on_call = not on_call where name = 'alice';
-- session a
update doctors set on_call = false where name = 'alice';
rollback;
-- A key that both found to be free.
create table keyed(id int primary key, who text);
begin isolation level serializable;
select * from keyed where id = 1;
-- session b
begin isolation level serializable;
select * from keyed where id = 1;
insert into keyed values (1, 'b');
commit;
-- session a
insert into keyed values (1, 'a');
rollback;
-- Other tables than those that were read do not matter.
create table first_table(a int);
create table second_table(a int);
begin isolation level serializable;
select count(*) from first_table;
-- session b
begin isolation level serializable;
select count(*) from second_table;
insert into second_table values (1);
-- session a
insert into first_table values (1);
commit;
-- session b
commit;
-- Those at other levels are not counted.
begin isolation level serializable;
select count(*) from first_table;
-- session a
begin isolation level repeatable read;
select count(*) from second_table;
insert into first_table values (2);
commit;
-- session b
insert into second_table values (2);
commit;
-- Savepoints do not take back what was read.
begin isolation level serializable;
savepoint s;
select count(*) from first_table;
rollback to s;
-- session a
begin isolation level serializable;
select count(*) from second_table;
insert into first_table values (3);
commit;
-- session b
insert into second_table values (3);
commit;
rollback;
-- Modes.
begin;
set transaction isolation level serializable;
show transaction_isolation;
select 1;
set transaction isolation level read committed;
rollback;
begin;
set transaction_isolation = 'serializable';
show transaction_isolation;
set transaction_isolation = 'unheard of';
rollback;
set default_transaction_isolation = 'serializable';
show default_transaction_isolation;
show transaction_isolation;
begin;
show transaction_isolation;
commit and chain;
show transaction_isolation;
rollback;
set default_transaction_isolation = 'snapshot';
reset default_transaction_isolation;
set session characteristics as transaction isolation level serializable, read only, deferrable;
show default_transaction_isolation;
show default_transaction_read_only;
show default_transaction_deferrable;
select count(*) from keyed;
set session characteristics as transaction isolation level read committed, read write, not deferrable;
begin isolation level serializable read only deferrable;
show transaction_deferrable;
select count(*) from keyed;
set transaction not deferrable;
commit;
begin;
set transaction deferrable;
show transaction_deferrable;
select 1;
set transaction not deferrable;
rollback;
begin isolation level repeatable read read only;
commit and chain;
show transaction_isolation;
show transaction_read_only;
savepoint before;
insert into keyed values (5, 'five');
commit and chain;
show transaction_isolation;
show transaction_read_only;
rollback and chain;
show transaction_isolation;
rollback and no chain;
show transaction_isolation;
commit and chain;
rollback and chain;
select current_setting('transaction_isolation'), current_setting('transaction_deferrable');
select set_config('transaction_isolation', 'serializable', true);
set transaction_isolation = 'serializable';
set transaction_isolation = 'unheard of';
show transaction_isolation;
-- A deferrable one waits until it is safe.
begin isolation level serializable;
insert into keyed values (10, 'ten');
-- session a
begin isolation level serializable read only deferrable;
-- waits
select count(*) from first_table;
-- session b
commit;
-- join a
-- session a
commit;
-- A table that was emptied after it was read.
begin isolation level serializable;
select count(*) from second_table;
insert into first_table values (9);
-- session b
begin isolation level serializable;
select count(*) from first_table;
insert into keyed values (20, 'twenty');
commit;
-- session a
commit;
-- session b
select count(*) from keyed;
