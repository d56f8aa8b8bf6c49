-- What PostgreSQL's own scripts ask of foreign keys.
create table parents(k int primary key, name varchar(4) unique);
create table children(k int references parents deferrable initially deferred, name varchar(10), x int);
insert into parents values (1, 'a'), (2, 'b');
begin;
delete from parents where k = 1;
alter table children drop constraint children_k_fkey;
rollback;
alter table children add foreign key (tableoid) references parents;
alter table children add foreign key (x) references parents (ctid);
alter table children add foreign key (x) references parents (name);
alter table children add foreign key (name) references parents (k);
alter table children add constraint twice foreign key (x) references parents on delete set null (x, x);
select pg_get_constraintdef(oid) from pg_constraint where conname = 'twice';
alter table children drop constraint twice;
drop table children, parents;
