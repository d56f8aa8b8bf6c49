-- Details of errors show what the role may read.
-- details
create role detr;
create table dt1(a int primary key, b int not null, c int check (c > 0), d text unique);
create table dt2(a int references dt1, x int);
insert into dt1 values (1, 1, 1, 'secret');
insert into dt2 values (1, 1);
grant insert, update, delete on dt1, dt2 to detr;
grant select (a) on dt1 to detr;
set role detr;
insert into dt1 values (1, 2, 3, 'x');
insert into dt1 values (2, 2, 3, 'secret');
insert into dt2 values (7, 1);
delete from dt1 where a = 1;
reset role;
grant select (a) on dt2 to detr;
set role detr;
insert into dt2 values (7, 1);
delete from dt1 where a = 1;
reset role;
grant select on dt1, dt2 to detr;
set role detr;
insert into dt1 values (1, 2, 3, 'x');
insert into dt1 values (2, 2, 3, 'secret');
insert into dt1 values (2, null, 3, 'y');
update dt1 set c = -1;
reset role;
drop table dt2, dt1;
drop role detr;
