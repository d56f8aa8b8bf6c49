-- Numbers of transactions and commands: any text is one, equal or not, without an order.
-- details
select '1'::xid = '1'::xid, '1'::xid <> '2'::xid, '7'::xid = 7, '7'::xid <> 7, '4294967295'::xid = -1, 'asdf'::xid, ''::xid, '010'::xid, '0x1f'::xid, '-1'::xid, '99999999999'::xid, '7 x'::xid, ' 8'::xid, '0xffffffffffffffffffff'::xid,'08'::xid, '0x'::xid, '+5'::xid, '0b1'::xid;
select 'asdf'::cid, '010'::cid, '-1'::cid, '99999999999'::cid, '3'::cid = '3'::cid;
select '7'::xid in ('7', '8'), '7'::xid is distinct from '8'::xid, array['7'::xid] = array['7'::xid];
select '1'::xid < '2'::xid;
select count(distinct x) from (values ('1'::xid), ('2'), ('1')) v(x);
select x from (values ('1'::xid), ('1'), ('1')) v(x) group by x;
select x from (values ('1'::xid), ('2')) v(x) order by x;
select x, y from (values ('1'::xid), ('2')) v(x) join (values ('2'::xid), ('3')) w(y) on x = y;
select distinct x from (values ('5'::xid), ('5')) v(x);
create table numbered(n xid, c cid);
insert into numbered values ('3', '4'), ('0x10', '010'), (null, null);
select * from numbered where n = 3 or n = '16' or c is null order by n::text;
select * from numbered where n <> 3 and c = '8';
create index on numbered(n);
select oprname, oprleft::regtype, oprright::regtype, oprcom, oprnegate, oprcanhash, oprcode from pg_operator where oprleft in ('xid'::regtype, 'cid'::regtype) order by oid;
