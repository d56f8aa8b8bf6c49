create table w(id int, x text collate "de-x-icu", y text collate "C", z text default 'q' collate "sv-x-icu", v varchar(10) collate "sv-x-icu");
create index w_z on w (z); create index w_c on w (z collate "de-x-icu"); create index w_e on w ((z || 'x') collate "fr-x-icu", upper(z) collate "C" desc); create index w_v on w (x collate "sv-x-icu", id) where x > 'a';
create view wv as select x, y, z collate "sv-x-icu" as zs, 'a' collate "C" as q from w;
create domain dd as text collate "de-x-icu"; create type ct as (a text collate "de-x-icu", b text);
\d w
\d wv
\dD
\d ct
\dO de-x-icu
