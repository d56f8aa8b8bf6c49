-- binary
-- Literals: floats in hexadecimal, strings in parts, national strings, surrogates, junk behind numbers.
select '0x1p3'::float8, '0x1.8p1'::float8, '0xA'::float8, '-0x1p-2'::float8, '0x'::float8;
select '0x1p3'::float8;
select '0x1.8p1'::float8, '0xA'::float8, '-0X1P-2'::float8, '0x.8'::float8, '+0x10'::float4, '0x1p-1074'::float8;
select '0x'::float8;
select '0x1p'::float8;
select '0x1p3x'::float8;
select '0x1p2000'::float8;
select '0x1p-2000'::float8;
select '0x1p3'::numeric;
select '010'::float8, '0o17'::float8;
select 'nan(123)'::float8, 'nan()'::float8;
select 'nanx'::float8;
select 'infinit'::float8;
select 'infinityx'::float8;
select ' 1.5 '::float8, E'\t1\n'::float8, ''::float8;
select ''::float8;
select ' '::float8;
select '1e'::float8;
select '1e+'::float8;
select '.'::float8;
select '1.'::float8, '.5'::float8;
select '5 5'::float8;
select '- 5'::float8;
select 'a' -- comment
 'b';
select 'a'
 -- comment
 -- other
 'b' as x;
select 'a' /* c */ 'b';
select 'a' /* c
 */ 'b';
select E'a\n' -- comment
 'b\n';
select B'10' -- x
 '01';
select U&'\0061' -- x
'\0062';
select N'abc', pg_typeof(N'abc'), N'abc '::text || 'x', n'a' = 'a ';
select pg_typeof(N'a' || 'b');
create table nn as select N'abc' as x;
select attname, atttypid::regtype, atttypmod from pg_attribute where attrelid='nn'::regclass and attnum>0;
select U&'\d800';
select U&'\dc00';
select U&'\d83d\de00';
select U&'\d83da';
select U&'\d83d\0061';
select U&'\+01F600', U&'\+110000';
select U&'\+01F60';
select U&'\061';
select U&'\0000';
select U&'a\\b', U&'a!0061b' uescape '!';
select U&'a!0061b' uescape '+';
select U&'a!0061b' uescape '''';
select U&'a!0061b' uescape 'a';
select U&'a!0061b' uescape 'xx';
select U&'a!0061b' uescape '';
select U&'a!0061b' uescape x;
select U&"a\0062" from (select 1 as ab) t;
select U&"a!0062" uescape '!' from (select 1 as ab) t;
select U&"" from t;
select U&"\0000" from t;
select 'a' uescape '!';
select E'\ud800';
select E'\udc00';
select E'\ud83d\ude00', E'\U0001F600', E'\U0000D83D\U0000DE00';
select E'\ud83da';
select E'\ud83d\n';
select E'\ud83d\u0061';
select E'\ud83d';
select E'\u00';
select E'\U00110000';
select E'\u0000';
select E'\x00';
select E'\xff';
select E'\xe4\xbd\xa0', E'\344\275\240';
select E'\xe4';
select E'\q\a\'\\';
select 123abc;
select 0x0o;
select 1_2_3;
select 0.a;
select 0.0a;
select .0a;
select 0.0e1a;
select 0.0e;
select 0.0e+a;
select 1e;
select 1e+;
select 1..2;
select 1.2.3;
select 'abc' 'def';
select x'1F'::int, X'ff', b'12';
select x'1G';
select b'';
