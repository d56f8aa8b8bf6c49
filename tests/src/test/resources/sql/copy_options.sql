-- Options of COPY that cannot be, and what the server refuses.
create table t(a int, b text, c int generated always as (a + 1) stored);
copy t to stdout (format binary, delimiter ',');
copy t to stdout (format binary, null 'x');
copy t to stdout (format binary, header);
-- state
copy t to stdout (format nosuch);
copy t from stdin (format csv) where c > 1;
-- state
copy t from stdin where a > (select 1);
copy t from stdin where count(*) > 1;
copy t from stdin where a;
copy t from stdin where nosuch > 1;
