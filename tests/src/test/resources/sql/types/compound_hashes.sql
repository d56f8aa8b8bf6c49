-- Hashes of values that are made of parts.
select n, hash_numeric(n), hash_numeric_extended(n, 0), hash_numeric_extended(n, 42) from unnest(array[0, 1, 1.0, 1.50, -1.5, 10000, 100000000, 0.0001, 0.00000001, 12345678901234567890.123456789, -0.00012, 1e30, 'NaN', 'infinity', '-infinity', 9999.9999]::numeric[]) n;
select j, jsonb_hash(j), jsonb_hash_extended(j, 0), jsonb_hash_extended(j, 42) from unnest(array['null', 'true', 'false', '1', '"a"', '[]', '{}', '[1,2]', '{"a":1}', '{"bb":[1,{"c":null}],"a":true}', '[[]]', '[{}]', '1.0', '"äöü"']::jsonb[]) j;
select i, interval_hash(i), interval_hash_extended(i, 0), interval_hash_extended(i, 42) from unnest(array['0', '1 day', '24 hours', '1 month', '30 days', '-1 month 3 days 4:05:06.789', '100000 years']::interval[]) i;
select t, timetz_hash(t), timetz_hash_extended(t, 0), timetz_hash_extended(t, 42) from unnest(array['00:00+00', '12:34:56.789+02', '12:34:56.789-05:30', '24:00-15:59']::timetz[]) t;
select a, hashinet(a), hashinetextended(a, 0), hashinetextended(a, 42) from unnest(array['127.0.0.1', '10.0.0.0/8', '::1', 'fe80::1/64', '192.168.1.5/24']::inet[]) a;
select hashinet('10.0.0.0/8'::cidr), hashmacaddr('08:00:2b:01:02:03'), hashmacaddrextended('08:00:2b:01:02:03', 42), hashmacaddr8('08:00:2b:01:02:03:04:05'), hashmacaddr8extended('08:00:2b:01:02:03:04:05', 0);
select hashchar('a'), hashchar('\377'), hashcharextended('a', 42), hashchar('');
select hashoidvector('1 2 3'), hashoidvectorextended('1 2 3', 42), hashoidvector('');
select pg_lsn_hash('16/B374D848'), pg_lsn_hash_extended('16/B374D848', 42);
select hash_numeric(null), jsonb_hash(null), interval_hash(null);
select numeric_inc(1.5), int4inc(1), int8inc(-1), int8dec(0), numeric_inc('NaN');
select int4inc(2147483647);
select int8dec(-9223372036854775808);
