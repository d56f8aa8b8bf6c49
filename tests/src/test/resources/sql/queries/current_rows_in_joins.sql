-- Changes of a cursor's row that join it with others change no other row.
create table a(x int primary key, t text);
insert into a values (1, 'a'), (2, 'b'), (3, 'c');
begin;
declare c cursor for select * from a where x = 1;
fetch from c;
update a set t = 'z' from (select 5 as q) s where current of c returning *;
select * from a order by x;
rollback;
begin;
declare c cursor for select * from a;
fetch from c;
update a set t = 'z' from (values (5), (6)) s(q), a b where current of c returning a.x, a.t;
delete from a using a b where current of c returning a.x;
select * from a order by x;
rollback;
