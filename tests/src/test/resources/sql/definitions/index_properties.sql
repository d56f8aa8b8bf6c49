-- What indexes, their columns and access methods can do, as drivers ask.
create table propertied(a int primary key, b text, c int, d int[]);
create index propertied_1 on propertied(b desc, c nulls first) include (a);
create index propertied_2 on propertied using gin(d);
create index propertied_3 on propertied using hash(b);
select i, n, p, pg_index_column_has_property(i::regclass, n, p) from unnest(array['propertied_pkey','propertied_1','propertied_2','propertied_3']) i, generate_series(0,4) n, unnest(array['asc','desc','nulls_first','nulls_last','orderable','distance_orderable','returnable','search_array','search_nulls','ASC','bogus','clusterable','can_order']) p order by 1 collate "C", 2, 3;
select i, p, pg_index_has_property(i::regclass, p) from unnest(array['propertied_pkey','propertied_1','propertied_2','propertied_3']) i, unnest(array['clusterable','index_scan','bitmap_scan','backward_scan','asc','bogus','can_order']) p order by 1 collate "C", 2;
select amname, p, pg_indexam_has_property(a.oid, p) from pg_am a, unnest(array['can_order','can_unique','can_multi_col','can_exclude','can_include','bogus','asc']) p where amname in ('btree','hash','gin','heap') order by 1 collate "C", 2;
select pg_index_column_has_property('propertied'::regclass,1,'asc'), pg_index_column_has_property(0::oid,1,'asc'), pg_index_has_property(99999::oid,'asc'), pg_indexam_has_property(1::oid,'can_order'), pg_index_column_has_property('propertied_1',1,null);
drop table propertied;
