-- Keys that are arrays of rows, and rows with such, of rows that refer to themselves.
create type pair as (a int, b text);
create type nested as (p pair, q pair[]);
create table k(v pair[] primary key, w pair[] references k on update cascade);
insert into k values ('{}', '{}'), ('{"(5,)"}', '{"(5,)"}'), ('{"(6,x)"}', null);
update k set v = '{"(1,a)"}' where v = '{}' returning *;
update k set v = '{"(7,)"}' where v = '{"(5,)"}';
update k set v = v, w = '{"(1,a)"}' where w is null;
select * from k order by v;
update k set v = '{"(2,a)"}' where v = '{"(1,a)"}';
select * from k order by v;
create table n(v nested primary key, w nested references n on update cascade on delete cascade);
insert into n values ('("(1,a)",{})', '("(1,a)",{})'), ('("(1,b)","{""(1,c)"",NULL}")', '("(1,a)",{})');
update n set v = '("(2,)","{""(,)""}")' where v = '("(1,a)",{})';
select * from n order by v;
update n set w = v where w <> v;
update n set v = '(,)' where ((v).p).b = 'b';
select * from n order by v;
delete from n where v = '("(2,)","{""(,)""}")';
select * from n;
create table c(v pair primary key, w pair references c on update cascade);
insert into c values ('(1,a)', '(1,a)');
update c set v = '(2,a)' where v = '(1,a)';
select * from c;
-- The same row values are one group, and one value in lists.
select v, count(*) from (values ('{"(1,a)"}'::pair[]), ('{"(1,a)"}'), ('{}')) g(v) group by v order by v;
select row(1, 'a')::pair in (row(1, 'a')::pair, row(2, 'b')::pair), count(distinct row(1, 'a')::pair) from k;
