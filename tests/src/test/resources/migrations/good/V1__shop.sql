CREATE TYPE state AS ENUM ('open', 'paid');
CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, email varchar(100) UNIQUE);
CREATE TABLE purchase (
  id bigserial PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  state state NOT NULL DEFAULT 'open',
  total numeric(10, 2) NOT NULL CHECK (total >= 0),
  details jsonb,
  made timestamptz NOT NULL DEFAULT now());
CREATE INDEX purchase_customer ON purchase (customer_id);
