-- What CHECK constraints depend on.
create table c (a int check (a > 0), gone int, b int, check (a < b), check (1 > 0));
alter table c drop column gone;
alter table c add constraint later check (b > 1 and b < 100) not valid;
select c.conname, c.conkey, d.refclassid::regclass, d.refobjid::regclass, d.refobjsubid, d.deptype from pg_depend d join pg_constraint c on c.oid = d.objid and d.classid = 'pg_constraint'::regclass where conrelid = 'c'::regclass order by c.conname collate "C", 5, 6;
alter table c drop column a;
select c.conname, d.refobjsubid, d.deptype from pg_depend d join pg_constraint c on c.oid = d.objid and d.classid = 'pg_constraint'::regclass where conrelid = 'c'::regclass order by c.conname collate "C", 2, 3;
