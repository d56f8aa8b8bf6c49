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
create table c(a int, b text);
copy c to stdout (format text, force_quote (a));
copy c from stdin (format csv, force_quote (a));
copy c to stdout (format csv, force_quote (nosuch));
copy c to stdout (format csv, force_null (a));
copy c from stdin (format text, force_null (a));
copy c from stdin (format text, force_not_null (a));
copy c to stdout (format csv, force_not_null (a));
copy c(a) from stdin (format csv, force_null (b));
copy c(a) from stdin (format csv, force_not_null (b));
copy c(a) to stdout (format csv, force_quote (b));
copy c to stdout (format csv, header match);
-- state
copy c from stdin (format csv, force_null (a), force_null (b));
