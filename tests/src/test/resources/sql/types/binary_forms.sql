-- The functions that return values in their binary form.
select boolsend(true), byteasend('\x0102'), charsend('a'), namesend('abc'), int8send(-2), int2send(258::smallint), int4send(258), textsend('äb'), oidsend(4294967295), xidsend('5'), cidsend('6');
select float4send(1.5), float4send('NaN'), float4send('-0'), float8send(1.5), float8send('infinity'), float8send(0.1);
select bpcharsend('a  '), varcharsend('abc'), date_send('2000-01-02'), time_send('00:00:01'), timestamp_send('2000-01-01 00:00:01'), timestamptz_send('2000-01-01 00:00:01+00'), timetz_send('01:00+02'), interval_send('1 month 2 days 3 seconds');
select numeric_send(12345.678), numeric_send('NaN'), numeric_send(0), numeric_send(-0.0001), uuid_send('00112233-4455-6677-8899-aabbccddeeff'), inet_send('10.0.0.1/8'), cidr_send('10.0.0.0/8'), macaddr_send('08:00:2b:01:02:03'), macaddr8_send('08:00:2b:01:02:03:04:05');
select bit_send('10101'), varbit_send('1010101010'), json_send('{"a": 1}'), jsonb_send('{"a": 1}'), jsonpath_send('$.a'), cash_send('12.34'), pg_lsn_send('F/1'), xid8send('7'), pg_snapshot_send('12:20:13,15'), txid_snapshot_send('12:20:13,15');
select regclasssend('pg_class'), regtypesend('int4'), regprocsend('now'), regproceduresend('lower(text)'), regopersend('||/'), regoperatorsend('+(int4,int4)'), regcollationsend('"C"'), regnamespacesend('pg_catalog'), int2vectorsend('1 2'), oidvectorsend('3 4');
select array_send(array[1, null, 3]), array_send(array['a', 'b']), record_send(row(1, 'a'::text, null::int)), array_send('[0:1]={1,2}'::int[]);
create type mood as enum ('sad', 'glad');
select enum_send('glad'::mood), pg_typeof(int4send(1)), int4send(null);
drop type mood;
select float4send('abc');
select int4send('abc');
select oid, proname, prorettype::regtype, proargtypes::regtype[], provolatile, proisstrict from pg_proc where proname ~ 'send$' and proname !~ '^(any|pg_ddl|brin|unknown|void|cstring|point|lseg|path|box|poly|line|circle|ts|gtsv|range|multi|xml|pg_node|pg_ndist|pg_dep|pg_mcv|pg_brin|tid|regconfig|regdict|regrole|domain)' order by oid;
