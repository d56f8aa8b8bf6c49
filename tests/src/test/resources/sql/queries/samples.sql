-- TABLESAMPLE.
-- details
create table sm as select g as a from generate_series(1,1000) g;
create table smk(a int primary key);
insert into smk select generate_series(1,1000);
create view smv as select * from sm;
select count(*) between 300 and 700 from sm tablesample bernoulli (50);
select count(*) between 300 and 700 from sm tablesample system (50) repeatable (4) union all select true;
select count(*) between 300 and 700 from smk tablesample bernoulli (50) repeatable (1.5);
select (select sum(a) from smk tablesample bernoulli (10) repeatable (7)) = (select sum(a) from smk tablesample bernoulli (10) repeatable (7));
select (select sum(a) from smk tablesample bernoulli (10) repeatable (7)) = (select sum(a) from smk tablesample bernoulli (10) repeatable (8));
select count(*) from sm tablesample bernoulli (0);
select count(*) from sm tablesample bernoulli (101);
select count(*) from sm tablesample bernoulli (-1);
select count(*) from sm tablesample bernoulli (null);
select count(*) from sm tablesample bernoulli (5) repeatable (null);
select count(*) from sm tablesample bernoulli ('x');
select count(*) from sm tablesample bernoulli (1,2);
select count(*) from sm tablesample nope (1);
select count(*) from smv tablesample bernoulli (1);
with w as (select 1) select * from w tablesample system (1);
select count(*) from sm s tablesample bernoulli (100) where s.a < 5;
prepare sp as select count(*) from sm tablesample bernoulli ($1) repeatable ($2);
execute sp(100, 3);
select count(*) from (values (100)) v(p), lateral (select * from smk s tablesample bernoulli (p) where a < 3) z;
