CREATE OR REPLACE VIEW totals AS
SELECT c.name, coalesce(sum(p.total), 0) AS total FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id GROUP BY c.name;
CREATE OR REPLACE FUNCTION total_of(of text) RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT total FROM totals WHERE name = of $$;
