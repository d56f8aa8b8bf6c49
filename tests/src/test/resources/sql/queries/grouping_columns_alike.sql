-- binary
-- Columns of the select list with the same expression are keys of their own in grouping sets.
create table sold(id int primary key, shop int, item text);
insert into sold select g, g % 3, case when g % 4 <> 0 then 'item ' || g % 2 end from generate_series(1, 10) g;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (b))) s order by a, b;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets (1, 2, id % 2)) s order by a, b, count;
select * from (select id % 2 a, id % 2 b, sum(id) from sold group by rollup (a, b)) s order by a, b, sum;
select * from (select id % 2 a, id % 2 b, sum(id) from sold group by rollup (b, a)) s order by a, b, sum;
select * from (select id % 2 a, id % 2 b, shop, sum(id), grouping(id % 2) from sold group by cube (b, a, shop)) s order by a, b, shop, sum, grouping;
select * from (select shop a, shop b, count(*) from sold group by grouping sets ((a), (b), (a, b), ())) s order by a, b;
select * from (select shop, shop b, count(*), grouping(shop) from sold group by grouping sets ((shop), (b))) s order by shop, b;
-- What reads the value within something else reads the leftmost of them; GROUPING asks about the first of the clause.
select * from (select id % 2 a, id % 2 b, id % 2 + 1 c, count(*) from sold group by grouping sets ((b), (a))) s order by a, b, c;
select * from (select id % 2 + 1 c, id % 2 a, id % 2 b, grouping(id % 2), count(*) from sold group by grouping sets ((b), (a))) s order by a, b, c;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((b), (shop), ())) s order by a, b, count;
select * from (select shop a, shop b, count(*) from sold group by grouping sets ((a), (b)) having shop > 0) s order by a, b;
select * from (select shop a, shop b, count(*) from sold group by grouping sets ((a), (b)) having shop is null or grouping(shop) = 0) s order by a, b;
select * from (select id % 2 a, id % 2 b, sum(count(*)) over (partition by id % 2) from sold group by grouping sets ((a), (b))) s order by a, b;
select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (b)) order by id % 2, a, 3 limit 2;
-- Sets are the same if their columns are.
select * from (select id % 2 a, id % 2 b, count(*) from sold group by distinct grouping sets ((a), (b), (b), (id % 2))) s order by a, b;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by distinct rollup (a, b), rollup (b)) s order by a, b, count;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by a, grouping sets ((b), ())) s order by a, b;
select id % 2 a, id % 2 b, count(*) from sold group by a, b order by a;
-- Conditions around them.
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (b))) s where a = 1;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (a, b))) s where a = 1 order by b;
select * from (select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (a, b))) s where b = 1;
select * from (select upper(item) a, upper(item) b, count(distinct shop), count(*) filter (where id > 3) from sold group by grouping sets (a, b, (a, b), rollup (b, shop))) s order by 1, 2, 3, 4;
select * from (select (select max(s.id) from sold s where s.shop = sold.shop) a, (select max(s.id) from sold s where s.shop = sold.shop) b, count(*) from sold group by grouping sets ((a), (b))) s order by a, b;
create view counted as select id % 2 a, id % 2 b, count(*) from sold group by grouping sets ((a), (b));
select * from counted order by a, b;
