-- What options of COPY may be, and which go together.
create table chosen(a int, b text);
copy chosen to stdout (delimiter 'ab');
copy chosen to stdout (delimiter '');
copy chosen to stdout (delimiter E'\n');
copy chosen to stdout (delimiter E'\r');
copy chosen to stdout (delimiter 'a');
copy chosen to stdout (delimiter '.');
copy chosen to stdout (delimiter '\');
copy chosen to stdout (delimiter ' ');
copy chosen to stdout (delimiter 'A');
copy chosen to stdout (null E'\n');
copy chosen to stdout (null E'a\rb');
copy chosen to stdout (null E'a\tb');
copy chosen to stdout (null '');
copy chosen to stdout (quote '"');
copy chosen to stdout (escape 'x');
copy chosen to stdout (format csv, quote 'ab');
copy chosen to stdout (format csv, quote '');
copy chosen to stdout (format csv, quote ',');
copy chosen to stdout (format csv, delimiter '"');
copy chosen to stdout (format csv, escape 'ab');
copy chosen to stdout (format csv, escape '');
copy chosen to stdout (format csv, escape ',');
copy chosen to stdout (format csv, null ',');
copy chosen to stdout (format csv, null 'a"b');
copy chosen to stdout (format csv, null '""');
copy chosen to stdout (format csv, delimiter 'a');
copy chosen to stdout (format csv, delimiter E'\t');
copy chosen to stdout (format csv, null E'\n');
copy chosen to stdout (format csv, quote E'\n');
copy chosen to stdout (format csv, quote 'a', null 'xay');
copy chosen to stdout (delimiter ',', null 'a,b');
copy chosen to stdout (force_quote (a));
copy chosen to stdout (force_quote *);
copy chosen to stdout (force_null (a));
copy chosen to stdout (force_not_null (a));
copy chosen to stdout (format csv, force_quote (a));
copy chosen to stdout (format csv, force_quote *);
copy chosen to stdout (format csv, force_quote (zz));
copy chosen to stdout (format csv, force_quote (a, a));
copy chosen to stdout (format csv, force_null (a));
copy chosen to stdout (format csv, force_not_null (a));
copy chosen to stdout (format csv, force_null (zz));
copy chosen to stdout (format csv, force_not_null (a,a));
-- state
copy chosen to stdout (format csv, force_quote 'a');
-- state
copy chosen to stdout (format csv, force_null *);
-- state
copy chosen to stdout (format csv, force_quote);
copy chosen to stdout (header);
copy chosen to stdout (header true);
copy chosen to stdout (header match);
copy chosen to stdout (header 2);
copy chosen to stdout (header 1);
copy chosen to stdout (header 'maybe');
copy chosen to stdout (header off);
copy chosen to stdout (format csv, header match);
-- state
copy chosen to stdout (format 'CSV');
copy chosen to stdout (format CSV);
-- state
copy chosen to stdout (format 'nope');
copy chosen to stdout (format);
-- state
copy chosen to stdout (format csv, format csv);
-- state
copy chosen to stdout (format csv, delimiter ',', delimiter ',');
-- state
copy chosen to stdout (null 'a', null 'b');
-- state
copy chosen to stdout (header, header);
-- state
copy chosen to stdout (encoding 'utf8', encoding 'utf8');
-- state
copy chosen to stdout (encoding 'nope');
copy chosen to stdout (encoding utf8);
-- state
copy chosen to stdout (encoding 1);
copy chosen to stdout (freeze);
copy chosen to stdout (freeze false);
copy chosen to stdout (freeze 3);
-- state
copy chosen to stdout (freeze, freeze);
-- state
copy chosen to stdout (nope);
-- state
copy chosen to stdout (nope 1);
-- state
copy chosen to stdout (format csv, force_quote (a), force_quote (b));
-- state
copy chosen to stdout (force_null (a), force_null (a));
copy chosen to stdout (delimiter);
copy chosen to stdout (null);
copy chosen to stdout (quote);
copy chosen to stdout (delimiter 5);
copy chosen to stdout (null 5);
copy chosen to stdout csv;
copy chosen to stdout delimiter ',';
copy chosen to stdout delimiter as ',';
copy chosen to stdout null 'x';
copy chosen to stdout null as 'x';
copy chosen to stdout csv header;
copy chosen to stdout csv quote 'x';
copy chosen to stdout csv quote as 'x' escape as 'y';
copy chosen to stdout csv force quote a;
copy chosen to stdout csv force quote *;
copy chosen to stdout csv force null a;
copy chosen to stdout csv force not null a, b;
copy chosen to stdout header;
copy chosen to stdout freeze;
copy chosen to stdout encoding 'latin1';
copy chosen to stdout with csv;
-- state
copy chosen to stdout csv csv;
copy chosen to stdout with delimiter ';' null 'q' csv;
copy chosen to stdout using delimiters ',';
copy chosen to stdout with header match;
copy chosen to stdout csv delimiter 'aa';
-- state
copy chosen to stdout with nope;
copy chosen to stdout with oids;
copy chosen to stdout (format binary, delimiter ',');
copy chosen to stdout (format binary, header);
copy chosen from stdin (format csv, force_quote (a));
copy chosen from stdin (format csv, null '"');
-- state
copy chosen from stdin (format csv, force_null *);
select E'a\vb\q';
