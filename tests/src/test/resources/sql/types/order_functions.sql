-- binary
-- The functions of operator classes and of max, min, bool_and and bool_or: orders as numbers, the larger and the smaller.
select booland_statefunc(true,false), boolor_statefunc(true,false);
select text_larger('a','b'), text_smaller('a','b'), bpchar_larger('a','b'), bpchar_smaller('a ','b'), int2larger(1::int2,2::int2), int4larger(1,2), int8larger(1,2), int2smaller(1::int2,2::int2), int4smaller(1,2), int8smaller(1,2), oidlarger(1,2), oidsmaller(1,2);
select float4larger(1,2), float4smaller(1,2), float8larger(1,2), float8smaller(1,'nan'), numeric_larger(1,2), numeric_smaller(1,2), date_larger('2020-01-01','2021-01-01'), date_smaller('2020-01-01','2021-01-01'), time_larger('10:00','11:00'), time_smaller('10:00','11:00'), timetz_larger('10:00+00','11:00+00'), timestamp_larger('2020-01-01','2021-01-01'), timestamptz_smaller('2020-01-01','2021-01-01') is not null, interval_larger('1 day','2 day'), interval_smaller('1 day','2 day');
select network_larger('10.0.0.1','10.0.0.2'), network_smaller('10.0.0.1','10.0.0.2'), array_larger(array[1],array[2]), array_smaller(array[1],array[2]);
select btint2cmp(1::int2,2::int2), btint4cmp(1,2), btint8cmp(2,1), btint24cmp(1::int2,2), btint42cmp(2,1::int2), btint28cmp(1::int2,2), btint82cmp(1,2::int2), btint48cmp(1,2), btint84cmp(1,2), btoidcmp(1,2), btboolcmp(true,false), btcharcmp('a','b'), btfloat4cmp(1,2), btfloat8cmp(1,2), btfloat48cmp(1,2), btfloat84cmp(1,2), bttextcmp('a','b'), btnamecmp('a','b'), bpcharcmp('a','b '), byteacmp('a','b'), btarraycmp(array[1],array[2]), numeric_cmp(1,2), date_cmp('2020-01-01','2021-01-01'), time_cmp('10:00','11:00'), timetz_cmp('10:00+00','11:00+00'), timestamp_cmp('2020-01-01','2021-01-01'), timestamptz_cmp('2020-01-01','2021-01-01'), interval_cmp('1 day','2 day'), uuid_cmp('00000000-0000-0000-0000-000000000001','00000000-0000-0000-0000-000000000002'), jsonb_cmp('1','2'), network_cmp('10.0.0.1','10.0.0.2'), bitcmp(b'1',b'0'), varbitcmp(b'1',b'0'), bttextnamecmp('a','b'), btnametextcmp('a','b');
select float8larger('nan', 1), float8smaller('nan', 1), numeric_larger('nan', 1), bpcharcmp('a ', 'a'), bpchar_larger('a', 'a  '), btint2cmp(5::int2, 1::int2), btcharcmp('a', 'd'), text_larger(null, 'a');
select pg_typeof(array_larger(array[1.5], array[2.5])), array_smaller(array['b'], array['a', 'z']), btarraycmp(array[1, null], array[1, 2]);
select lpad('a', 2147483647, '');
select length(rpad('a', 2147483647, ''));
select lpad('abc', 2, ''), lpad('abc', 2147483647, ''), rpad('', 5, ''), lpad('', 2147483647, '');
select lpad('a', 2147483647, 'x');
select lpad('a', 2147483647);
select lpad('abc', -5, ''), lpad('é', 3, 'ß');
select interval_smaller('30 days', '1 mon'), interval_larger('30 days', '1 mon'), numeric_larger(1.0, 1.00), numeric_smaller(1.0, 1.00), bpchar_larger('a ', 'a')::text || '|', bpchar_smaller('a ', 'a')::text || '|', float8larger('-0', '0'), float8smaller('0', '-0'), float4larger('0','-0'), float8larger('nan', 'nan'), network_larger('10.0.0.1', '10.0.0.1'), array_larger(array[1.0], array[1.00]), array_smaller(array[1.0], array[1.00]);
