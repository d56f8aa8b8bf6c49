-- How errors show rows with long values.
create table t(a text, b bytea, c int not null, d text[]);
insert into t values (repeat('x', 64), null, null, null);
insert into t values (repeat('x', 65), null, null, null);
insert into t values (repeat('ä', 32), '\x00010203', null, array[repeat('y',70)]);
insert into t values ('x' || repeat('ä', 32), null, null, null);
insert into t values ('x' || repeat('日', 32), decode(repeat('ab', 50),'hex'), null, null);
alter table t add check (length(a) < 70);
insert into t values (repeat('z', 71), null, 1, null);
create view v as select * from t where length(a) < 10 with check option;
insert into v values (repeat('z', 68), null, 1, null);
create table k(a text primary key); insert into k values (repeat('k', 100)); insert into k values (repeat('k', 100));
create table f(a text references k); insert into f values (repeat('q', 90));
