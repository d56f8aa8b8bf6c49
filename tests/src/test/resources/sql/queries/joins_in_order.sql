-- Joins of sides in order, with conditions that no side is in the order of.
create table ones(x int, y int);
create table others(x int, y int);
insert into ones select i, i%3 from generate_series(1,6) i;
insert into others select i, i%2 from generate_series(1,6) i;
set enable_hashjoin = off;
set enable_nestloop = off;
select * from ones left join others on ones.x = others.x and ones.y = 1 order by 1,2,3,4;
select * from ones left join others on ones.x = others.x and others.y = 1 order by 1,2,3,4;
select * from ones left join others on ones.x = others.x and ones.y + 0 = others.y order by 1,2,3,4;
select * from ones full join others on ones.x = others.x and ones.y = 1 order by 1,2,3,4;
select * from ones join others on ones.x = others.x and ones.y + 0 = others.y order by 1,2,3,4;
select count(*) from ones where not exists (select from others where others.x = ones.x and ones.y = 1 and others.y = 0);
select * from ones cross join lateral (select others.y, 1 as one from others where others.x = ones.x) l left join others b on b.x = ones.x and l.one = b.y order by 1,2,3,4;
