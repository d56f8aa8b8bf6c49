-- Abbreviations that meant other offsets once, at local times that are skipped or come twice.
set timezone = 'Europe/Moscow';
select '2011-03-27 02:30 MSK'::timestamptz, '2011-03-27 02:00 MSK'::timestamptz, '2011-03-27 03:00 MSK'::timestamptz;
select make_timestamptz(2011,3,27,2,30,0,'MSK'), make_timestamptz(2011,3,27,2,0,0,'MSK'), make_timestamptz(2011,3,27,3,0,0,'MSK'), make_timestamptz(2011,3,27,1,59,59,'MSK');
select timezone('MSK', '2011-03-27 02:30'::timestamp), timezone('MSK', '2011-03-27 03:30'::timestamp), timezone('MSK', '2010-10-31 02:30'::timestamp);
select '2014-10-26 01:30'::timestamp at time zone 'MSK', 'infinity'::timestamp at time zone 'MSK';
set timezone = 'UTC';
select '2011-03-27 02:30 MSK'::timestamptz, make_timestamptz(2011,3,27,2,30,0,'MSK'), timezone('MSK', '2011-03-27 02:30'::timestamp);
select make_timestamptz(2011,3,27,2,30,0,'Europe/Moscow'), timezone('Europe/Moscow', '2011-03-27 02:30'::timestamp);
select '2016-03-27 00:30 VOLT'::timestamptz, timezone('VOLT', '2016-03-27 02:30'::timestamp);
