-- A default that no value of a column's new type can be made of keeps the column from having it, also with USING.
create type state as enum ('new', 'done');
create table d(a int, b text default 'x' || 'y', c text default 'new', d varchar(5) default 'q', e int default 5,
               f timestamptz default now(), g date default '2024-01-01', h text generated always as (a || 'x') stored, i serial);
alter table d alter b type int using 1;
alter table d alter c type state using c::state;
alter table d alter c drop default, alter c type state using c::state, alter c set default 'done';
alter table d alter d type int using 1;
alter table d alter d type text;
alter table d alter e type date using null;
alter table d alter e type numeric(5, 2);
alter table d alter f type date using null;
alter table d alter f type int using null;
alter table d alter g type timestamptz;
alter table d alter h type int using 1;
alter table d alter h type varchar(3);
alter table d alter i type uuid using null;
alter table d alter i type smallint;
insert into d(a) values (1) returning b, c, d, e, g, h, i;
-- Rows of VALUES have as many values as the first.
create table p(id int, m text default 'ok', n int);
insert into p values (1), (2, 'sad', 3);
insert into p values (1, 'x'), (2);
insert into p values (1), (1, 'a', 2, 3);
insert into p values (1, 'a', 2, 3), (1);
insert into p(id) values (1), (1, 2);
with x as (insert into p values (1), (2, 'x') returning *) select * from x;
insert into p values (1, default), (2, 'b') returning *;
