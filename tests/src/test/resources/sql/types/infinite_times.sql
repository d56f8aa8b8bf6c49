-- Arithmetic with dates and times that are infinite, which the fuzzer found (seeds 1018, 1020, 1023).
select 'infinity'::date + time '01:00', '-infinity'::date + time '24:00', time '01:00' + 'infinity'::date;
select '2000-01-01'::date + time '24:00', '4714-11-24 BC'::date + time '00:00';
select '5874897-12-31'::date + time '01:00';
select age('infinity'::timestamp, '2000-01-01'::timestamp), age('2000-01-01'::timestamp, 'infinity'::timestamp);
select age('infinity'::timestamp, 'infinity'::timestamp);
select age('-infinity'::timestamp, '2000-01-01'::timestamp);
select age('2000-01-01'::timestamp, '-infinity'::timestamp);
select age('infinity'::timestamptz, '2020-03-29 01:30:00+00'::timestamptz);
select age('-infinity'::timestamptz, '-infinity'::timestamptz);
-- No zone is looked for where there is nothing to move.
select timezone('nowhere', 'infinity'::timestamptz), timezone('nowhere', '-infinity'::timestamp);
select timezone('nowhere', '2000-01-01'::timestamptz);
select timezone('nowhere', '2000-01-01'::timestamp);
