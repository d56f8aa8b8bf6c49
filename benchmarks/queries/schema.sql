-- A shop: customers, products, orders with items, and what customers did.
create table customers(id int primary key, name text not null, email text unique, region int, created timestamptz, tags text[], props jsonb);
create table products(id int primary key, name text, price numeric(10,2), category int);
create table orders(id int primary key, customer_id int references customers, placed timestamptz, status text, total numeric(12,2));
create table items(order_id int references orders, line int, product_id int references products, qty int, price numeric(10,2), primary key(order_id, line));
create table events(id bigserial primary key, customer_id int, at timestamptz, kind text, payload jsonb);
insert into customers select i, 'Customer '||i, 'c'||i||'@example.com', i%20, '2024-01-01'::timestamptz + i * interval '1 hour', array['t'||i%7,'t'||i%11], jsonb_build_object('age', i%80, 'vip', i%10=0, 'addr', jsonb_build_object('city','City '||i%100)) from generate_series(1,10000) i;
insert into products select i, 'Product '||i, (i%1000)/10.0+1, i%50 from generate_series(1,2000) i;
insert into orders select i, 1+(i::bigint*7919)%10000, '2024-01-01'::timestamptz + i * interval '5 minutes', (array['new','paid','shipped','returned'])[1+i%4], 0 from generate_series(1,60000) i;
insert into items select 1+(i-1)/3, 1+(i-1)%3, 1+(i*31)%2000, 1+i%5, ((i*31)%1000)/10.0+1 from generate_series(1,180000) i;
insert into events(customer_id, at, kind, payload) select 1+(i::bigint*104729)%10000, '2024-01-01'::timestamptz + i * interval '1 minute', (array['view','click','buy'])[1+i%3], jsonb_build_object('n', i, 'page', '/p/'||i%500) from generate_series(1,100000) i;
create index on orders(customer_id); create index on orders(placed); create index on orders(status); create index on items(product_id); create index on events(customer_id, at); create index on events(kind); create index on customers using gin(tags); create index on customers using gin(props); create index on customers(lower(name));
analyze;
