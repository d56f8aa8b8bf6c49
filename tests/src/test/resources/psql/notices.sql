\set VERBOSITY sqlstate
create table n1 (a int, b int);
create table if not exists n1 (a int);
create table if not exists n1 as select 1;
create index n1i on n1(a);
create index if not exists n1i on n1(a);
alter table n1 add column if not exists a int;
create sequence n1s;
create sequence if not exists n1s;
create schema n1sc;
create schema if not exists n1sc;
create type n1e as enum ('a');
alter type n1e add value if not exists 'a';
create extension if not exists plpgsql;
drop table if exists zz;
alter table n1 drop column if exists zz;
