-- Rows without fields, and series whose bounds are no numbers.
select row() is null, row() is not null, row(null) is null, row(null, row(null)) is null;
select generate_series('nan'::numeric, 1, 1);
select generate_series(1, 'inf'::numeric, 1);
select generate_series(1, 2, 'nan'::numeric);
select generate_series(1, 2, '-inf'::numeric);
select generate_series('inf'::numeric, 2, 0);
select generate_series(1.0, 2, 0);
select generate_series(1.0, 2, 0.5);
