-- Views of the system catalogs. Each begins with a line that names it.
-- view pg_catalog.pg_roles
SELECT a.rolname, a.rolsuper, a.rolinherit, a.rolcreaterole, a.rolcreatedb, a.rolcanlogin, a.rolreplication, a.rolconnlimit,
       '********'::text AS rolpassword, a.rolvaliduntil, a.rolbypassrls, s.setconfig AS rolconfig, a.oid
FROM pg_catalog.pg_authid a LEFT JOIN pg_catalog.pg_db_role_setting s ON s.setrole = a.oid AND s.setdatabase = 0
-- view pg_catalog.pg_shadow
SELECT a.rolname AS usename, a.oid AS usesysid, a.rolcreatedb AS usecreatedb, a.rolsuper AS usesuper, a.rolreplication AS userepl,
       a.rolbypassrls AS usebypassrls, a.rolpassword AS passwd, a.rolvaliduntil AS valuntil, s.setconfig AS useconfig
FROM pg_catalog.pg_authid a LEFT JOIN pg_catalog.pg_db_role_setting s ON s.setrole = a.oid AND s.setdatabase = 0
WHERE a.rolcanlogin
-- view pg_catalog.pg_user
SELECT usename, usesysid, usecreatedb, usesuper, userepl, usebypassrls, '********'::text AS passwd, valuntil, useconfig
FROM pg_catalog.pg_shadow
-- view pg_catalog.pg_group
SELECT a.rolname AS groname, a.oid AS grosysid, ARRAY(SELECT m.member FROM pg_catalog.pg_auth_members m WHERE m.roleid = a.oid) AS grolist
FROM pg_catalog.pg_authid a WHERE NOT a.rolcanlogin
-- view pg_catalog.pg_tables
SELECT n.nspname AS schemaname, c.relname AS tablename, pg_catalog.pg_get_userbyid(c.relowner) AS tableowner,
       NULL::name AS tablespace, c.relhasindex AS hasindexes, c.relhasrules AS hasrules, c.relhastriggers AS hastriggers,
       c.relrowsecurity AS rowsecurity
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
-- view pg_catalog.pg_views
SELECT n.nspname AS schemaname, c.relname AS viewname, pg_catalog.pg_get_userbyid(c.relowner) AS viewowner,
       pg_catalog.pg_get_viewdef(c.oid) AS definition
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
-- view pg_catalog.pg_indexes
SELECT n.nspname AS schemaname, c.relname AS tablename, i.relname AS indexname, NULL::name AS tablespace,
       pg_catalog.pg_get_indexdef(i.oid) AS indexdef
FROM pg_catalog.pg_index x
     JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
     JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
-- view pg_catalog.pg_sequences
SELECT n.nspname AS schemaname, c.relname AS sequencename, pg_catalog.pg_get_userbyid(c.relowner) AS sequenceowner,
       s.seqtypid::regtype AS data_type, s.seqstart AS start_value, s.seqmin AS min_value, s.seqmax AS max_value,
       s.seqincrement AS increment_by, s.seqcycle AS cycle, s.seqcache AS cache_size, CASE WHEN has_sequence_privilege(c.oid, 'SELECT,USAGE') THEN pg_sequence_last_value(c.oid) ELSE NULL END AS last_value
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
-- view pg_catalog.pg_stat_user_tables
SELECT * FROM pg_catalog.pg_stat_all_tables
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_stat_sys_tables
SELECT * FROM pg_catalog.pg_stat_all_tables
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_stat_all_tables
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname, pg_catalog.pg_stat_get_numscans(c.oid) AS seq_scan,
       pg_catalog.pg_stat_get_tuples_returned(c.oid) AS seq_tup_read, i.scans::int8 AS idx_scan,
       i.fetched::int8 + pg_catalog.pg_stat_get_tuples_fetched(c.oid) AS idx_tup_fetch,
       pg_catalog.pg_stat_get_tuples_inserted(c.oid) AS n_tup_ins, pg_catalog.pg_stat_get_tuples_updated(c.oid) AS n_tup_upd,
       pg_catalog.pg_stat_get_tuples_deleted(c.oid) AS n_tup_del,
       pg_catalog.pg_stat_get_tuples_hot_updated(c.oid) AS n_tup_hot_upd,
       pg_catalog.pg_stat_get_live_tuples(c.oid) AS n_live_tup, pg_catalog.pg_stat_get_dead_tuples(c.oid) AS n_dead_tup,
       pg_catalog.pg_stat_get_mod_since_analyze(c.oid) AS n_mod_since_analyze,
       pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) AS n_ins_since_vacuum,
       pg_catalog.pg_stat_get_last_vacuum_time(c.oid) AS last_vacuum,
       pg_catalog.pg_stat_get_last_autovacuum_time(c.oid) AS last_autovacuum,
       pg_catalog.pg_stat_get_last_analyze_time(c.oid) AS last_analyze,
       pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid) AS last_autoanalyze,
       pg_catalog.pg_stat_get_vacuum_count(c.oid) AS vacuum_count,
       pg_catalog.pg_stat_get_autovacuum_count(c.oid) AS autovacuum_count,
       pg_catalog.pg_stat_get_analyze_count(c.oid) AS analyze_count,
       pg_catalog.pg_stat_get_autoanalyze_count(c.oid) AS autoanalyze_count
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN (SELECT x.indrelid, pg_catalog.sum(pg_catalog.pg_stat_get_numscans(x.indexrelid)) AS scans,
                       pg_catalog.sum(pg_catalog.pg_stat_get_tuples_fetched(x.indexrelid)) AS fetched
                FROM pg_catalog.pg_index x GROUP BY x.indrelid) i ON i.indrelid = c.oid
WHERE c.relkind IN ('r', 't', 'm', 'p')
-- view pg_catalog.pg_stat_all_indexes
SELECT c.oid AS relid, i.oid AS indexrelid, n.nspname AS schemaname, c.relname, i.relname AS indexrelname,
       pg_catalog.pg_stat_get_numscans(i.oid) AS idx_scan, pg_catalog.pg_stat_get_tuples_returned(i.oid) AS idx_tup_read,
       pg_catalog.pg_stat_get_tuples_fetched(i.oid) AS idx_tup_fetch
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
     JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 't', 'm')
-- view pg_catalog.pg_stat_user_indexes
SELECT * FROM pg_catalog.pg_stat_all_indexes
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_stat_sys_indexes
SELECT * FROM pg_catalog.pg_stat_all_indexes
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_stat_xact_user_tables
SELECT * FROM pg_catalog.pg_stat_xact_all_tables
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_stat_xact_sys_tables
SELECT * FROM pg_catalog.pg_stat_xact_all_tables
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_stat_xact_all_tables
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname, pg_catalog.pg_stat_get_xact_numscans(c.oid) AS seq_scan,
       pg_catalog.pg_stat_get_xact_tuples_returned(c.oid) AS seq_tup_read, i.scans::int8 AS idx_scan,
       i.fetched::int8 + pg_catalog.pg_stat_get_xact_tuples_fetched(c.oid) AS idx_tup_fetch,
       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) AS n_tup_ins, pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS n_tup_upd,
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS n_tup_del,
       pg_catalog.pg_stat_get_xact_tuples_hot_updated(c.oid) AS n_tup_hot_upd
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN (SELECT x.indrelid, pg_catalog.sum(pg_catalog.pg_stat_get_xact_numscans(x.indexrelid)) AS scans,
                       pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_fetched(x.indexrelid)) AS fetched
                FROM pg_catalog.pg_index x GROUP BY x.indrelid) i ON i.indrelid = c.oid
WHERE c.relkind IN ('r', 't', 'm', 'p')
-- view pg_catalog.pg_statio_user_tables
SELECT * FROM pg_catalog.pg_statio_all_tables
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_statio_sys_tables
SELECT * FROM pg_catalog.pg_statio_all_tables
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_statio_all_tables
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname,
       pg_catalog.pg_stat_get_blocks_fetched(c.oid) - pg_catalog.pg_stat_get_blocks_hit(c.oid) AS heap_blks_read,
       pg_catalog.pg_stat_get_blocks_hit(c.oid) AS heap_blks_hit,
       (i.fetched - i.hit)::int8 AS idx_blks_read, i.hit::int8 AS idx_blks_hit,
       NULL::int8 AS toast_blks_read, NULL::int8 AS toast_blks_hit, NULL::int8 AS tidx_blks_read, NULL::int8 AS tidx_blks_hit
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN (SELECT x.indrelid, pg_catalog.sum(pg_catalog.pg_stat_get_blocks_fetched(x.indexrelid)) AS fetched,
                       pg_catalog.sum(pg_catalog.pg_stat_get_blocks_hit(x.indexrelid)) AS hit
                FROM pg_catalog.pg_index x GROUP BY x.indrelid) i ON i.indrelid = c.oid
WHERE c.relkind IN ('r', 't', 'm')
-- view pg_catalog.pg_statio_user_indexes
SELECT * FROM pg_catalog.pg_statio_all_indexes
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_statio_sys_indexes
SELECT * FROM pg_catalog.pg_statio_all_indexes
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_statio_all_indexes
SELECT c.oid AS relid, i.oid AS indexrelid, n.nspname AS schemaname, c.relname, i.relname AS indexrelname,
       pg_catalog.pg_stat_get_blocks_fetched(i.oid) - pg_catalog.pg_stat_get_blocks_hit(i.oid) AS idx_blks_read,
       pg_catalog.pg_stat_get_blocks_hit(i.oid) AS idx_blks_hit
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
     JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 't', 'm')
-- view pg_catalog.pg_statio_user_sequences
SELECT * FROM pg_catalog.pg_statio_all_sequences
WHERE schemaname <> 'pg_catalog' AND schemaname <> 'information_schema' AND schemaname !~ '^pg_toast'
-- view pg_catalog.pg_statio_sys_sequences
SELECT * FROM pg_catalog.pg_statio_all_sequences
WHERE schemaname = 'pg_catalog' OR schemaname = 'information_schema' OR schemaname ~ '^pg_toast'
-- view pg_catalog.pg_statio_all_sequences
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname,
       pg_catalog.pg_stat_get_blocks_fetched(c.oid) - pg_catalog.pg_stat_get_blocks_hit(c.oid) AS blks_read,
       pg_catalog.pg_stat_get_blocks_hit(c.oid) AS blks_hit
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'S'
-- view information_schema.information_schema_catalog_name
SELECT pg_catalog.current_database() AS catalog_name
-- view information_schema.schemata
SELECT pg_catalog.current_database() AS catalog_name, n.nspname AS schema_name,
       pg_catalog.pg_get_userbyid(n.nspowner) AS schema_owner, NULL::name AS default_character_set_catalog,
       NULL::name AS default_character_set_schema, NULL::name AS default_character_set_name, NULL::varchar AS sql_path
FROM pg_catalog.pg_namespace n
WHERE pg_catalog.pg_has_role(n.nspowner, 'USAGE') OR pg_catalog.has_schema_privilege(n.oid, 'CREATE, USAGE')
-- view information_schema.tables
SELECT pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
       (CASE WHEN pg_catalog.pg_my_temp_schema() = n.oid THEN 'LOCAL TEMPORARY' WHEN c.relkind = 'v' THEN 'VIEW' ELSE 'BASE TABLE' END)::varchar AS table_type,
       NULL::name AS self_referencing_column_name, NULL::varchar AS reference_generation,
       (CASE WHEN t.typname IS NOT NULL THEN pg_catalog.current_database() END)::name AS user_defined_type_catalog, o.nspname AS user_defined_type_schema, t.typname AS user_defined_type_name,
       (CASE WHEN c.relkind IN ('r', 'p') OR (pg_catalog.pg_relation_is_updatable(c.oid, false) & 8) = 8 THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_insertable_into, (CASE WHEN t.typname IS NOT NULL THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_typed,
       (CASE WHEN pg_catalog.pg_my_temp_schema() = n.oid THEN 'PRESERVE' END)::varchar AS commit_action
FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON n.oid = c.relnamespace
     LEFT JOIN (pg_catalog.pg_type t JOIN pg_catalog.pg_namespace o ON t.typnamespace = o.oid) ON c.reloftype = t.oid
WHERE c.relkind IN ('r', 'v', 'f', 'p') AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
-- view information_schema.views
SELECT pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
       (CASE WHEN pg_catalog.pg_has_role(c.relowner, 'USAGE') THEN pg_catalog.pg_get_viewdef(c.oid) END)::varchar AS view_definition,
       (CASE WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED' WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL' ELSE 'NONE' END)::varchar AS check_option,
       (CASE WHEN (pg_catalog.pg_relation_is_updatable(c.oid, false) & 20) = 20 THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_updatable,
       (CASE WHEN (pg_catalog.pg_relation_is_updatable(c.oid, false) & 8) = 8 THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_insertable_into, 'NO'::varchar(3) AS is_trigger_updatable,
       'NO'::varchar(3) AS is_trigger_deletable, 'NO'::varchar(3) AS is_trigger_insertable_into
FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
-- view information_schema.columns
SELECT pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
       a.attname AS column_name, a.attnum::int4 AS ordinal_position,
       (CASE WHEN a.attidentity = '' AND a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END)::varchar AS column_default,
       (CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 'NO' ELSE 'YES' END)::varchar(3) AS is_nullable,
       (CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'ARRAY' WHEN b.typnamespace <> 11 THEN 'USER-DEFINED'
             ELSE pg_catalog.format_type(b.oid, NULL) END)::varchar AS data_type,
       CASE WHEN b.oid IN (1042, 1043, 1560, 1562) AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - CASE WHEN b.oid < 1560 THEN 4 ELSE 0 END END AS character_maximum_length,
       CASE WHEN b.oid IN (25, 1042, 1043) AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN ((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) * 4
            WHEN b.oid IN (25, 1042, 1043) THEN 1073741824 END AS character_octet_length,
       CASE WHEN b.oid = 21 THEN 16 WHEN b.oid = 23 THEN 32 WHEN b.oid = 20 THEN 64
            WHEN b.oid = 700 THEN 24 WHEN b.oid = 701 THEN 53
            WHEN b.oid = 1700 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN (((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) >> 16) & 65535 END AS numeric_precision,
       CASE WHEN b.oid IN (20, 21, 23, 700, 701) THEN 2 WHEN b.oid = 1700 THEN 10 END AS numeric_precision_radix,
       CASE WHEN b.oid IN (20, 21, 23) THEN 0
            WHEN b.oid = 1700 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN ((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) & 65535 END AS numeric_scale,
       CASE WHEN b.oid = 1082 THEN 0
            WHEN b.oid = 1186 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) & 65535 <> 65535 THEN (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) & 65535
            WHEN b.oid IN (1083, 1114, 1184, 1186) THEN CASE WHEN (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) < 0 OR b.oid = 1186 THEN 6 ELSE (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) END
       END AS datetime_precision,
       CASE WHEN b.oid = 1186 THEN upper(substring(pg_catalog.format_type(b.oid, (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END)) from '^interval (.*)$')) END::varchar AS interval_type, NULL::int4 AS interval_precision, NULL::name AS character_set_catalog,
       NULL::name AS character_set_schema, NULL::name AS character_set_name, CASE WHEN o.oid IS NOT NULL THEN pg_catalog.current_database() END AS collation_catalog,
       CASE WHEN o.oid IS NOT NULL THEN 'pg_catalog'::name END AS collation_schema, o.collname AS collation_name, CASE WHEN t.typtype = 'd' THEN pg_catalog.current_database() END AS domain_catalog,
       CASE WHEN t.typtype = 'd' THEN y.nspname END AS domain_schema, CASE WHEN t.typtype = 'd' THEN t.typname END AS domain_name, pg_catalog.current_database() AS udt_catalog,
       u.nspname AS udt_schema, b.typname AS udt_name, NULL::name AS scope_catalog, NULL::name AS scope_schema,
       NULL::name AS scope_name, NULL::int4 AS maximum_cardinality, a.attnum::text::name AS dtd_identifier,
       'NO'::varchar(3) AS is_self_referencing, (CASE WHEN a.attidentity = '' THEN 'NO' ELSE 'YES' END)::varchar(3) AS is_identity,
       (CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END)::varchar AS identity_generation,
       (CASE WHEN a.attidentity <> '' THEN q.seqstart::text END)::varchar AS identity_start,
       (CASE WHEN a.attidentity <> '' THEN q.seqincrement::text END)::varchar AS identity_increment,
       (CASE WHEN a.attidentity <> '' THEN q.seqmax::text END)::varchar AS identity_maximum,
       (CASE WHEN a.attidentity <> '' THEN q.seqmin::text END)::varchar AS identity_minimum,
       (CASE WHEN q.seqcycle THEN 'YES' ELSE 'NO' END)::varchar(3) AS identity_cycle, (CASE WHEN a.attgenerated = '' THEN 'NEVER' ELSE 'ALWAYS' END)::varchar AS is_generated,
       (CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END)::varchar AS generation_expression,
       (CASE WHEN c.relkind IN ('r', 'p') OR pg_catalog.pg_column_is_updatable(c.oid, a.attnum, false) THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_updatable
FROM pg_catalog.pg_attribute a
     JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     JOIN pg_catalog.pg_namespace u ON u.oid = b.typnamespace
     JOIN pg_catalog.pg_namespace y ON y.oid = t.typnamespace
     LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     LEFT JOIN pg_catalog.pg_depend i ON i.refobjid = a.attrelid AND i.refobjsubid = a.attnum AND i.deptype = 'i'
          AND i.classid = 1259 AND i.refclassid = 1259
     LEFT JOIN pg_catalog.pg_sequence q ON q.seqrelid = i.objid
     LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation AND o.collname <> 'default'
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'p') AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY a.attrelid, a.attnum
-- view information_schema.table_constraints
SELECT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       pg_catalog.current_database() AS table_catalog, s.nspname AS table_schema, c.relname AS table_name,
       (CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN KEY'
             WHEN 'c' THEN 'CHECK' END)::varchar AS constraint_type,
       (CASE WHEN k.condeferrable THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_deferrable,
       (CASE WHEN k.condeferred THEN 'YES' ELSE 'NO' END)::varchar(3) AS initially_deferred, 'YES'::varchar(3) AS enforced,
       (CASE WHEN k.contype = 'u' THEN CASE WHEN (SELECT NOT i.indnullsnotdistinct FROM pg_catalog.pg_index i WHERE i.indexrelid = k.conindid) THEN 'YES' ELSE 'NO' END END)::varchar(3) AS nulls_distinct
FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
     JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'f', 'c') AND c.relkind IN ('r', 'p')
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))
UNION ALL
SELECT pg_catalog.current_database(), n.nspname, (n.oid::text || '_' || c.oid::text || '_' || a.attnum::text || '_not_null')::name,
       pg_catalog.current_database(), n.nspname, c.relname, 'CHECK'::varchar, 'NO'::varchar(3), 'NO'::varchar(3), 'YES'::varchar(3), NULL::varchar(3)
FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))
-- view information_schema.key_column_usage
SELECT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       pg_catalog.current_database() AS table_catalog, s.nspname AS table_schema, c.relname AS table_name,
       a.attname AS column_name, u.place::int4 AS ordinal_position,
       CASE k.contype WHEN 'f' THEN (SELECT r.place::int4 FROM pg_catalog.pg_index i
             CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS r (number, place)
             WHERE i.indexrelid = k.conindid AND r.number = k.confkey[u.place::int4]) END AS position_in_unique_constraint
FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
     JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
     CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (number, place)
     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
WHERE k.contype IN ('p', 'u', 'f')
-- view information_schema.check_constraints
SELECT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       pg_catalog.substring(pg_catalog.pg_get_constraintdef(k.oid), 7)::varchar AS check_clause
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid
WHERE k.contype = 'c' AND pg_catalog.pg_has_role(COALESCE(c.relowner, t.typowner), 'USAGE')
UNION
SELECT pg_catalog.current_database(), n.nspname, (n.oid::text || '_' || c.oid::text || '_' || a.attnum::text || '_not_null')::name,
       (a.attname::text || ' IS NOT NULL')::varchar
FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
-- view information_schema.domains
SELECT pg_catalog.current_database() AS domain_catalog, n.nspname AS domain_schema, t.typname AS domain_name,
       (CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN pg_catalog.format_type(b.oid, NULL)
             WHEN b.typnamespace <> 11 THEN 'USER-DEFINED'
             ELSE pg_catalog.format_type(b.oid, NULL) END)::varchar AS data_type,
       CASE WHEN b.oid IN (1042, 1043, 1560, 1562) AND t.typtypmod >= 0 THEN t.typtypmod - CASE WHEN b.oid < 1560 THEN 4 ELSE 0 END END AS character_maximum_length,
       CASE WHEN b.oid IN (25, 1042, 1043) AND t.typtypmod >= 0 THEN (t.typtypmod - 4) * 4
            WHEN b.oid IN (25, 1042, 1043) THEN 1073741824 END AS character_octet_length,
       NULL::name AS character_set_catalog, NULL::name AS character_set_schema, NULL::name AS character_set_name,
       CASE WHEN o.oid IS NOT NULL THEN pg_catalog.current_database() END AS collation_catalog,
       CASE WHEN o.oid IS NOT NULL THEN 'pg_catalog'::name END AS collation_schema, o.collname AS collation_name,
       CASE WHEN b.oid = 21 THEN 16 WHEN b.oid = 23 THEN 32 WHEN b.oid = 20 THEN 64
            WHEN b.oid = 700 THEN 24 WHEN b.oid = 701 THEN 53
            WHEN b.oid = 1700 AND t.typtypmod >= 0 THEN ((t.typtypmod - 4) >> 16) & 65535 END AS numeric_precision,
       CASE WHEN b.oid IN (20, 21, 23, 700, 701) THEN 2 WHEN b.oid = 1700 THEN 10 END AS numeric_precision_radix,
       CASE WHEN b.oid IN (20, 21, 23) THEN 0
            WHEN b.oid = 1700 AND t.typtypmod >= 0 THEN (t.typtypmod - 4) & 65535 END AS numeric_scale,
       CASE WHEN b.oid = 1082 THEN 0
            WHEN b.oid = 1186 AND t.typtypmod >= 0 AND t.typtypmod & 65535 <> 65535 THEN t.typtypmod & 65535
            WHEN b.oid IN (1083, 1114, 1184, 1186) THEN CASE WHEN t.typtypmod < 0 OR b.oid = 1186 THEN 6 ELSE t.typtypmod END
       END AS datetime_precision,
       CASE WHEN b.oid = 1186 THEN upper(substring(pg_catalog.format_type(b.oid, t.typtypmod) from '^interval (.*)$')) END::varchar AS interval_type, NULL::int4 AS interval_precision, t.typdefault::varchar AS domain_default,
       pg_catalog.current_database() AS udt_catalog, u.nspname AS udt_schema, b.typname AS udt_name,
       NULL::name AS scope_catalog, NULL::name AS scope_schema, NULL::name AS scope_name,
       NULL::int4 AS maximum_cardinality, '1'::name AS dtd_identifier
FROM pg_catalog.pg_type t
     JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
     JOIN pg_catalog.pg_namespace u ON u.oid = b.typnamespace
     LEFT JOIN pg_catalog.pg_collation o ON o.oid = t.typcollation AND o.collname <> 'default'
WHERE t.typtype = 'd'
-- view information_schema.attributes
SELECT pg_catalog.current_database() AS udt_catalog, n.nspname AS udt_schema, c.relname AS udt_name, a.attname AS attribute_name,
       a.attnum::int4 AS ordinal_position, NULL::varchar AS attribute_default,
       (CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 'NO' ELSE 'YES' END)::varchar(3) AS is_nullable,
       (CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY' WHEN t.typnamespace <> 11 THEN 'USER-DEFINED'
             ELSE pg_catalog.format_type(a.atttypid, NULL) END)::varchar AS data_type,
       CASE WHEN b.oid IN (1042, 1043, 1560, 1562) AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - CASE WHEN b.oid < 1560 THEN 4 ELSE 0 END END AS character_maximum_length,
       CASE WHEN b.oid IN (25, 1042, 1043) AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN ((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) * 4
            WHEN b.oid IN (25, 1042, 1043) THEN 1073741824 END AS character_octet_length,
       NULL::name AS character_set_catalog, NULL::name AS character_set_schema, NULL::name AS character_set_name,
       CASE WHEN o.oid IS NOT NULL THEN pg_catalog.current_database() END AS collation_catalog,
       CASE WHEN o.oid IS NOT NULL THEN 'pg_catalog'::name END AS collation_schema, o.collname AS collation_name,
       CASE WHEN b.oid = 21 THEN 16 WHEN b.oid = 23 THEN 32 WHEN b.oid = 20 THEN 64
            WHEN b.oid = 700 THEN 24 WHEN b.oid = 701 THEN 53
            WHEN b.oid = 1700 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN (((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) >> 16) & 65535 END AS numeric_precision,
       CASE WHEN b.oid IN (20, 21, 23, 700, 701) THEN 2 WHEN b.oid = 1700 THEN 10 END AS numeric_precision_radix,
       CASE WHEN b.oid IN (20, 21, 23) THEN 0
            WHEN b.oid = 1700 AND (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) >= 0 THEN ((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4) & 65535 END AS numeric_scale,
       CASE WHEN b.oid = 1082 THEN 0
            WHEN b.oid IN (1083, 1114, 1184, 1186) THEN CASE WHEN (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) < 0 THEN 6 ELSE (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) END
       END AS datetime_precision,
       NULL::varchar AS interval_type, NULL::int4 AS interval_precision,
       pg_catalog.current_database() AS attribute_udt_catalog, y.nspname AS attribute_udt_schema, t.typname AS attribute_udt_name,
       NULL::name AS scope_catalog, NULL::name AS scope_schema, NULL::name AS scope_name, NULL::int4 AS maximum_cardinality,
       a.attnum::text::name AS dtd_identifier, 'NO'::varchar(3) AS is_derived_reference_attribute
FROM pg_catalog.pg_attribute a
     JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     JOIN pg_catalog.pg_namespace y ON y.oid = t.typnamespace
     LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation AND o.collname <> 'default'
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'c'
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_type_privilege(c.reltype, 'USAGE'))
-- view information_schema.user_defined_types
SELECT pg_catalog.current_database() AS user_defined_type_catalog, n.nspname AS user_defined_type_schema, c.relname AS user_defined_type_name,
       'STRUCTURED'::varchar AS user_defined_type_category, 'YES'::varchar(3) AS is_instantiable, NULL::varchar(3) AS is_final,
       NULL::varchar AS ordering_form, NULL::varchar AS ordering_category, NULL::name AS ordering_routine_catalog,
       NULL::name AS ordering_routine_schema, NULL::name AS ordering_routine_name, NULL::varchar AS reference_type,
       NULL::varchar AS data_type, NULL::int4 AS character_maximum_length, NULL::int4 AS character_octet_length,
       NULL::name AS character_set_catalog, NULL::name AS character_set_schema, NULL::name AS character_set_name,
       NULL::name AS collation_catalog, NULL::name AS collation_schema, NULL::name AS collation_name,
       NULL::int4 AS numeric_precision, NULL::int4 AS numeric_precision_radix, NULL::int4 AS numeric_scale,
       NULL::int4 AS datetime_precision, NULL::varchar AS interval_type, NULL::int4 AS interval_precision,
       NULL::name AS source_dtd_identifier, NULL::name AS ref_dtd_identifier
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.typrelid = c.oid
WHERE c.relkind = 'c' AND (pg_catalog.pg_has_role(t.typowner, 'USAGE') OR pg_catalog.has_type_privilege(t.oid, 'USAGE'))
-- view information_schema.domain_constraints
SELECT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       pg_catalog.current_database() AS domain_catalog, m.nspname AS domain_schema, t.typname AS domain_name,
       'NO'::varchar(3) AS is_deferrable, 'NO'::varchar(3) AS initially_deferred
FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_type t ON t.oid = k.contypid
     JOIN pg_catalog.pg_namespace m ON m.oid = t.typnamespace
WHERE k.contypid <> 0
-- view information_schema.sequences
SELECT pg_catalog.current_database() AS sequence_catalog, n.nspname AS sequence_schema, c.relname AS sequence_name,
       pg_catalog.format_type(s.seqtypid, NULL)::varchar AS data_type,
       CASE s.seqtypid WHEN 21 THEN 16 WHEN 23 THEN 32 ELSE 64 END AS numeric_precision, 2 AS numeric_precision_radix,
       0 AS numeric_scale, s.seqstart::text::varchar AS start_value, s.seqmin::text::varchar AS minimum_value,
       s.seqmax::text::varchar AS maximum_value, s.seqincrement::text::varchar AS increment,
       (CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END)::varchar(3) AS cycle_option
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'i')
-- view information_schema.referential_constraints
SELECT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       CASE WHEN u.conname IS NOT NULL THEN pg_catalog.current_database() END AS unique_constraint_catalog,
       un.nspname AS unique_constraint_schema, u.conname AS unique_constraint_name,
       (CASE k.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' WHEN 's' THEN 'NONE' END)::varchar AS match_option,
       (CASE k.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT'
             WHEN 'a' THEN 'NO ACTION' END)::varchar AS update_rule,
       (CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT'
             WHEN 'a' THEN 'NO ACTION' END)::varchar AS delete_rule
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     LEFT JOIN pg_catalog.pg_constraint u ON u.conindid = k.conindid AND u.contype IN ('p', 'u') AND u.conrelid = k.confrelid
     LEFT JOIN pg_catalog.pg_namespace un ON un.oid = u.connamespace
WHERE k.contype = 'f'
-- view information_schema.constraint_column_usage
SELECT pg_catalog.current_database() AS table_catalog, s.nspname AS table_schema, c.relname AS table_name,
       a.attname AS column_name, pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema,
       k.conname AS constraint_name
FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_class c ON c.oid = CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END
     JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
     CROSS JOIN LATERAL pg_catalog.unnest(CASE k.contype WHEN 'f' THEN k.confkey ELSE k.conkey END) AS u (number)
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number
WHERE k.contype IN ('p', 'u', 'f', 'c')
-- view information_schema.constraint_table_usage
SELECT pg_catalog.current_database() AS table_catalog, s.nspname AS table_schema, c.relname AS table_name,
       pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name
FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_class c ON c.oid = CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END
     JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'f')
-- view information_schema.enabled_roles
SELECT a.rolname AS role_name
FROM pg_catalog.pg_authid a
WHERE pg_catalog.pg_has_role(a.oid, 'USAGE')
-- view information_schema.applicable_roles
SELECT a.rolname AS grantee, b.rolname AS role_name, (CASE WHEN m.admin_option THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_grantable
FROM pg_catalog.pg_auth_members m
     JOIN pg_catalog.pg_authid a ON m.member = a.oid
     JOIN pg_catalog.pg_authid b ON m.roleid = b.oid
WHERE pg_catalog.pg_has_role(a.oid, 'USAGE')
-- view information_schema.administrable_role_authorizations
SELECT grantee, role_name, is_grantable FROM information_schema.applicable_roles WHERE is_grantable = 'YES'
-- view information_schema.table_privileges
SELECT u.rolname AS grantor, g.rolname AS grantee, pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
       c.privilege::varchar AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(g.oid, c.relowner, 'USAGE') OR c.grantable THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_grantable,
       (CASE WHEN c.privilege = 'SELECT' THEN 'YES' ELSE 'NO' END)::varchar(3) AS with_hierarchy
FROM (SELECT r.oid, r.relname, r.relnamespace, r.relkind, r.relowner, x.grantor, x.grantee, x.privilege_type AS privilege, x.is_grantable AS grantable
      FROM pg_catalog.pg_class r CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.relacl, pg_catalog.acldefault('r', r.relowner))) x
      WHERE r.relkind IN ('r', 'v', 'f', 'p')) c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_authid u ON u.oid = c.grantor
     JOIN (SELECT oid, rolname FROM pg_catalog.pg_authid UNION ALL SELECT 0::oid, 'PUBLIC') g ON g.oid = c.grantee
WHERE c.privilege IN ('INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')
      AND (pg_catalog.pg_has_role(u.oid, 'USAGE') OR pg_catalog.pg_has_role(g.oid, 'USAGE') OR g.rolname = 'PUBLIC')
-- view information_schema.role_table_grants
SELECT grantor, grantee, table_catalog, table_schema, table_name, privilege_type, is_grantable, with_hierarchy
FROM information_schema.table_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles) OR grantee IN (SELECT role_name FROM information_schema.enabled_roles)
-- view information_schema.column_privileges
SELECT u.rolname AS grantor, g.rolname AS grantee, pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, x.relname AS table_name,
       x.attname AS column_name, x.privilege::varchar AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(x.grantee, x.relowner, 'USAGE') OR x.grantable THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_grantable
FROM (SELECT e.grantor, e.grantee, a.attname, r.relname, r.relnamespace, e.privilege_type AS privilege, e.is_grantable AS grantable, r.relowner
      FROM pg_catalog.pg_class r
           CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.relacl, pg_catalog.acldefault('r', r.relowner))) e
           JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE r.relkind IN ('r', 'v', 'f', 'p')
      UNION
      SELECT e.grantor, e.grantee, a.attname, r.relname, r.relnamespace, e.privilege_type, e.is_grantable, r.relowner
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class r ON r.oid = a.attrelid
           CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(a.attacl, pg_catalog.acldefault('c', r.relowner))) e
      WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'v', 'f', 'p')) x
     JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
     JOIN pg_catalog.pg_authid u ON u.oid = x.grantor
     JOIN (SELECT oid, rolname FROM pg_catalog.pg_authid UNION ALL SELECT 0::oid, 'PUBLIC') g ON g.oid = x.grantee
WHERE x.privilege IN ('INSERT', 'SELECT', 'UPDATE', 'REFERENCES')
      AND (pg_catalog.pg_has_role(u.oid, 'USAGE') OR pg_catalog.pg_has_role(g.oid, 'USAGE') OR g.rolname = 'PUBLIC')
-- view information_schema.role_column_grants
SELECT grantor, grantee, table_catalog, table_schema, table_name, column_name, privilege_type, is_grantable
FROM information_schema.column_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles) OR grantee IN (SELECT role_name FROM information_schema.enabled_roles)
-- view information_schema.routine_privileges
SELECT u.rolname AS grantor, g.rolname AS grantee, pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema,
       (p.proname || '_' || p.oid::text)::name AS specific_name, pg_catalog.current_database() AS routine_catalog, n.nspname AS routine_schema,
       p.proname AS routine_name, 'EXECUTE'::varchar AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(g.oid, p.proowner, 'USAGE') OR p.grantable THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_grantable
FROM (SELECT r.oid, r.proname, r.proowner, r.pronamespace, x.grantor, x.grantee, x.privilege_type AS privilege, x.is_grantable AS grantable
      FROM pg_catalog.pg_proc r CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.proacl, pg_catalog.acldefault('f', r.proowner))) x) p
     JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_authid u ON u.oid = p.grantor
     JOIN (SELECT oid, rolname FROM pg_catalog.pg_authid UNION ALL SELECT 0::oid, 'PUBLIC') g ON g.oid = p.grantee
WHERE p.privilege = 'EXECUTE'
      AND (pg_catalog.pg_has_role(u.oid, 'USAGE') OR pg_catalog.pg_has_role(g.oid, 'USAGE') OR g.rolname = 'PUBLIC')
-- view information_schema.role_routine_grants
SELECT grantor, grantee, specific_catalog, specific_schema, specific_name, routine_catalog, routine_schema, routine_name, privilege_type, is_grantable
FROM information_schema.routine_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles) OR grantee IN (SELECT role_name FROM information_schema.enabled_roles)
-- view information_schema.udt_privileges
SELECT NULL::name AS grantor, NULL::name AS grantee, pg_catalog.current_database() AS udt_catalog, NULL::name AS udt_schema, NULL::name AS udt_name,
       NULL::varchar AS privilege_type, NULL::varchar(3) AS is_grantable
WHERE false
-- view information_schema.role_udt_grants
SELECT grantor, grantee, udt_catalog, udt_schema, udt_name, privilege_type, is_grantable FROM information_schema.udt_privileges
-- view information_schema.usage_privileges
SELECT u.rolname AS grantor, g.rolname AS grantee, pg_catalog.current_database() AS object_catalog, n.nspname AS object_schema, t.typname AS object_name,
       'DOMAIN'::varchar AS object_type, 'USAGE'::varchar AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(g.oid, t.typowner, 'USAGE') OR t.grantable THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_grantable
FROM (SELECT r.typname, r.typnamespace, r.typowner, x.grantor, x.grantee, x.privilege_type AS privilege, x.is_grantable AS grantable
      FROM pg_catalog.pg_type r CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.typacl, pg_catalog.acldefault('T', r.typowner))) x
      WHERE r.typtype = 'd') t
     JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     JOIN pg_catalog.pg_authid u ON u.oid = t.grantor
     JOIN (SELECT oid, rolname FROM pg_catalog.pg_authid UNION ALL SELECT 0::oid, 'PUBLIC') g ON g.oid = t.grantee
WHERE t.privilege = 'USAGE' AND (pg_catalog.pg_has_role(u.oid, 'USAGE') OR pg_catalog.pg_has_role(g.oid, 'USAGE') OR g.rolname = 'PUBLIC')
UNION ALL
SELECT u.rolname, g.rolname, pg_catalog.current_database(), n.nspname, c.relname, 'SEQUENCE'::varchar, 'USAGE'::varchar,
       (CASE WHEN pg_catalog.pg_has_role(g.oid, c.relowner, 'USAGE') OR c.grantable THEN 'YES' ELSE 'NO' END)::varchar(3)
FROM (SELECT r.relname, r.relnamespace, r.relowner, x.grantor, x.grantee, x.privilege_type AS privilege, x.is_grantable AS grantable
      FROM pg_catalog.pg_class r CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.relacl, pg_catalog.acldefault('r', r.relowner))) x
      WHERE r.relkind = 'S') c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_authid u ON u.oid = c.grantor
     JOIN (SELECT oid, rolname FROM pg_catalog.pg_authid UNION ALL SELECT 0::oid, 'PUBLIC') g ON g.oid = c.grantee
WHERE c.privilege = 'USAGE' AND (pg_catalog.pg_has_role(u.oid, 'USAGE') OR pg_catalog.pg_has_role(g.oid, 'USAGE') OR g.rolname = 'PUBLIC')
-- view information_schema.role_usage_grants
SELECT grantor, grantee, object_catalog, object_schema, object_name, object_type, privilege_type, is_grantable
FROM information_schema.usage_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles) OR grantee IN (SELECT role_name FROM information_schema.enabled_roles)
-- view information_schema.routines
SELECT pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name,
       pg_catalog.current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name,
       (CASE p.prokind WHEN 'f' THEN 'FUNCTION' WHEN 'p' THEN 'PROCEDURE' END)::varchar AS routine_type,
       NULL::name AS module_catalog, NULL::name AS module_schema, NULL::name AS module_name, NULL::name AS udt_catalog, NULL::name AS udt_schema, NULL::name AS udt_name,
       (CASE WHEN p.prokind = 'p' THEN NULL WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY' WHEN m.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, NULL) ELSE 'USER-DEFINED' END)::varchar AS data_type,
       NULL::int4 AS character_maximum_length, NULL::int4 AS character_octet_length, NULL::name AS character_set_catalog, NULL::name AS character_set_schema,
       NULL::name AS character_set_name, NULL::name AS collation_catalog, NULL::name AS collation_schema, NULL::name AS collation_name,
       NULL::int4 AS numeric_precision, NULL::int4 AS numeric_precision_radix, NULL::int4 AS numeric_scale, NULL::int4 AS datetime_precision,
       NULL::varchar AS interval_type, NULL::int4 AS interval_precision, CASE WHEN p.prokind <> 'p' THEN pg_catalog.current_database() END AS type_udt_catalog,
       CASE WHEN p.prokind <> 'p' THEN m.nspname END AS type_udt_schema, CASE WHEN p.prokind <> 'p' THEN t.typname END AS type_udt_name, NULL::name AS scope_catalog, NULL::name AS scope_schema, NULL::name AS scope_name,
       NULL::int4 AS maximum_cardinality, CASE WHEN p.prokind <> 'p' THEN '0'::name END AS dtd_identifier,
       (CASE WHEN l.lanname = 'sql' THEN 'SQL' ELSE 'EXTERNAL' END)::varchar AS routine_body,
       (CASE WHEN pg_catalog.pg_has_role(p.proowner, 'USAGE') THEN p.prosrc END)::varchar AS routine_definition,
       (CASE WHEN l.lanname = 'c' THEN p.prosrc END)::varchar AS external_name, upper(l.lanname)::varchar AS external_language, 'GENERAL'::varchar AS parameter_style,
       (CASE WHEN p.provolatile = 'i' THEN 'YES' ELSE 'NO' END)::varchar(3) AS is_deterministic, 'MODIFIES'::varchar AS sql_data_access,
       (CASE WHEN p.prokind <> 'p' THEN CASE WHEN p.proisstrict THEN 'YES' ELSE 'NO' END END)::varchar(3) AS is_null_call, NULL::varchar AS sql_path, 'YES'::varchar(3) AS schema_level_routine,
       0 AS max_dynamic_result_sets, NULL::varchar(3) AS is_user_defined_cast, NULL::varchar(3) AS is_implicitly_invocable,
       (CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END)::varchar AS security_type, NULL::name AS to_sql_specific_catalog, NULL::name AS to_sql_specific_schema,
       NULL::name AS to_sql_specific_name, 'NO'::varchar(3) AS as_locator, NULL::timestamptz(2) AS created, NULL::timestamptz(2) AS last_altered, NULL::varchar(3) AS new_savepoint_level,
       'NO'::varchar(3) AS is_udt_dependent, NULL::varchar AS result_cast_from_data_type, NULL::varchar(3) AS result_cast_as_locator, NULL::int4 AS result_cast_char_max_length,
       NULL::int4 AS result_cast_char_octet_length, NULL::name AS result_cast_char_set_catalog, NULL::name AS result_cast_char_set_schema, NULL::name AS result_cast_char_set_name,
       NULL::name AS result_cast_collation_catalog, NULL::name AS result_cast_collation_schema, NULL::name AS result_cast_collation_name,
       NULL::int4 AS result_cast_numeric_precision, NULL::int4 AS result_cast_numeric_precision_radix, NULL::int4 AS result_cast_numeric_scale,
       NULL::int4 AS result_cast_datetime_precision, NULL::varchar AS result_cast_interval_type, NULL::int4 AS result_cast_interval_precision,
       NULL::name AS result_cast_type_udt_catalog, NULL::name AS result_cast_type_udt_schema, NULL::name AS result_cast_type_udt_name,
       NULL::name AS result_cast_scope_catalog, NULL::name AS result_cast_scope_schema, NULL::name AS result_cast_scope_name,
       NULL::int4 AS result_cast_maximum_cardinality, NULL::name AS result_cast_dtd_identifier
FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_proc p ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_language l ON p.prolang = l.oid
     LEFT JOIN pg_catalog.pg_type t ON p.prorettype = t.oid AND p.prokind <> 'p'
     LEFT JOIN pg_catalog.pg_namespace m ON t.typnamespace = m.oid
WHERE pg_catalog.pg_has_role(p.proowner, 'USAGE') OR pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
-- view information_schema.parameters
SELECT pg_catalog.current_database() AS specific_catalog, s.nspname AS specific_schema, pg_catalog.nameconcatoid(s.proname, s.oid) AS specific_name,
       s.number::int4 AS ordinal_position,
       (CASE WHEN s.proargmodes IS NULL THEN 'IN' WHEN s.proargmodes[s.number] = 'i' THEN 'IN' WHEN s.proargmodes[s.number] = 'o' THEN 'OUT'
             WHEN s.proargmodes[s.number] = 'b' THEN 'INOUT' WHEN s.proargmodes[s.number] = 'v' THEN 'IN' WHEN s.proargmodes[s.number] = 't' THEN 'OUT' END)::varchar AS parameter_mode,
       'NO'::varchar(3) AS is_result, 'NO'::varchar(3) AS as_locator, nullif(s.proargnames[s.number], '')::name AS parameter_name,
       (CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY' WHEN m.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, NULL) ELSE 'USER-DEFINED' END)::varchar AS data_type,
       NULL::int4 AS character_maximum_length, NULL::int4 AS character_octet_length, NULL::name AS character_set_catalog, NULL::name AS character_set_schema,
       NULL::name AS character_set_name, NULL::name AS collation_catalog, NULL::name AS collation_schema, NULL::name AS collation_name,
       NULL::int4 AS numeric_precision, NULL::int4 AS numeric_precision_radix, NULL::int4 AS numeric_scale, NULL::int4 AS datetime_precision,
       NULL::varchar AS interval_type, NULL::int4 AS interval_precision, pg_catalog.current_database() AS udt_catalog, m.nspname AS udt_schema, t.typname AS udt_name,
       NULL::name AS scope_catalog, NULL::name AS scope_schema, NULL::name AS scope_name, NULL::int4 AS maximum_cardinality, s.number::text::name AS dtd_identifier,
       (CASE WHEN pg_catalog.pg_has_role(s.proowner, 'USAGE') THEN pg_catalog.pg_get_function_arg_default(s.oid, s.number::int4) END)::varchar AS parameter_default
FROM (SELECT n.nspname, p.proname, p.oid, p.proowner, p.proargnames, p.proargmodes, x.type, x.number::int4 AS number
      FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_proc p ON n.oid = p.pronamespace
           CROSS JOIN LATERAL pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS x (type, number)
      WHERE pg_catalog.pg_has_role(p.proowner, 'USAGE') OR pg_catalog.has_function_privilege(p.oid, 'EXECUTE')) s
     JOIN pg_catalog.pg_type t ON t.oid = s.type
     JOIN pg_catalog.pg_namespace m ON m.oid = t.typnamespace
-- view information_schema.triggers
SELECT NULL::name AS trigger_catalog, NULL::name AS trigger_schema, NULL::name AS trigger_name, NULL::varchar AS event_manipulation, NULL::name AS event_object_catalog,
       NULL::name AS event_object_schema, NULL::name AS event_object_table, NULL::int4 AS action_order, NULL::varchar AS action_condition, NULL::varchar AS action_statement,
       NULL::varchar AS action_orientation, NULL::varchar AS action_timing, NULL::name AS action_reference_old_table, NULL::name AS action_reference_new_table,
       NULL::name AS action_reference_old_row, NULL::name AS action_reference_new_row, NULL::timestamptz(2) AS created
WHERE false
-- view information_schema.column_domain_usage
SELECT pg_catalog.current_database() AS domain_catalog, m.nspname AS domain_schema, t.typname AS domain_name, pg_catalog.current_database() AS table_catalog,
       n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace m ON m.oid = t.typnamespace
     JOIN pg_catalog.pg_attribute a ON a.atttypid = t.oid JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE t.typtype = 'd' AND c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND pg_catalog.pg_has_role(t.typowner, 'USAGE')
-- view information_schema.column_udt_usage
SELECT pg_catalog.current_database() AS udt_catalog, m.nspname AS udt_schema, b.typname AS udt_name, pg_catalog.current_database() AS table_catalog,
       n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     JOIN pg_catalog.pg_namespace m ON m.oid = b.typnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'p') AND pg_catalog.pg_has_role(b.typowner, 'USAGE')
-- view information_schema.domain_udt_usage
SELECT pg_catalog.current_database() AS udt_catalog, m.nspname AS udt_schema, b.typname AS udt_name, pg_catalog.current_database() AS domain_catalog,
       n.nspname AS domain_schema, t.typname AS domain_name
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype JOIN pg_catalog.pg_namespace m ON m.oid = b.typnamespace
WHERE t.typtype = 'd' AND pg_catalog.pg_has_role(b.typowner, 'USAGE')
-- view information_schema.character_sets
SELECT NULL::name AS character_set_catalog, NULL::name AS character_set_schema, pg_catalog.getdatabaseencoding() AS character_set_name,
       (CASE WHEN pg_catalog.getdatabaseencoding() = 'UTF8' THEN 'UCS' ELSE pg_catalog.getdatabaseencoding() END)::name AS character_repertoire,
       pg_catalog.getdatabaseencoding() AS form_of_use, pg_catalog.current_database() AS default_collate_catalog, n.nspname AS default_collate_schema,
       k.collname AS default_collate_name
FROM pg_catalog.pg_database d
     LEFT JOIN (pg_catalog.pg_collation k JOIN pg_catalog.pg_namespace n ON k.collnamespace = n.oid) ON d.datcollate = k.collcollate AND d.datctype = k.collctype
WHERE d.datname = pg_catalog.current_database()
ORDER BY pg_catalog.char_length(k.collname) DESC, k.collname
LIMIT 1
-- view information_schema.collations
SELECT pg_catalog.current_database() AS collation_catalog, n.nspname AS collation_schema, k.collname AS collation_name, 'NO PAD'::varchar AS pad_attribute
FROM pg_catalog.pg_collation k JOIN pg_catalog.pg_namespace n ON k.collnamespace = n.oid
WHERE k.collencoding IN (-1, 6)
-- view information_schema.column_options
SELECT NULL::name AS table_catalog, NULL::name AS table_schema, NULL::name AS table_name, NULL::name AS column_name, NULL::name AS option_name,
       NULL::varchar AS option_value
WHERE false
-- view information_schema.foreign_data_wrapper_options
SELECT NULL::name AS foreign_data_wrapper_catalog, NULL::name AS foreign_data_wrapper_name, NULL::name AS option_name, NULL::varchar AS option_value
WHERE false
-- view information_schema.foreign_data_wrappers
SELECT NULL::name AS foreign_data_wrapper_catalog, NULL::name AS foreign_data_wrapper_name, NULL::name AS authorization_identifier, NULL::varchar AS library_name,
       NULL::varchar AS foreign_data_wrapper_language
WHERE false
-- view information_schema.foreign_server_options
SELECT NULL::name AS foreign_server_catalog, NULL::name AS foreign_server_name, NULL::name AS option_name, NULL::varchar AS option_value
WHERE false
-- view information_schema.foreign_servers
SELECT NULL::name AS foreign_server_catalog, NULL::name AS foreign_server_name, NULL::name AS foreign_data_wrapper_catalog, NULL::name AS foreign_data_wrapper_name,
       NULL::varchar AS foreign_server_type, NULL::varchar AS foreign_server_version, NULL::name AS authorization_identifier
WHERE false
-- view information_schema.foreign_table_options
SELECT NULL::name AS foreign_table_catalog, NULL::name AS foreign_table_schema, NULL::name AS foreign_table_name, NULL::name AS option_name,
       NULL::varchar AS option_value
WHERE false
-- view information_schema.foreign_tables
SELECT NULL::name AS foreign_table_catalog, NULL::name AS foreign_table_schema, NULL::name AS foreign_table_name, NULL::name AS foreign_server_catalog,
       NULL::name AS foreign_server_name
WHERE false
-- view information_schema.user_mapping_options
SELECT NULL::name AS authorization_identifier, NULL::name AS foreign_server_catalog, NULL::name AS foreign_server_name, NULL::name AS option_name,
       NULL::varchar AS option_value
WHERE false
-- view information_schema.user_mappings
SELECT NULL::name AS authorization_identifier, NULL::name AS foreign_server_catalog, NULL::name AS foreign_server_name
WHERE false
-- view information_schema.transforms
SELECT NULL::name AS udt_catalog, NULL::name AS udt_schema, NULL::name AS udt_name, NULL::name AS specific_catalog, NULL::name AS specific_schema,
       NULL::name AS specific_name, NULL::name AS group_name, NULL::varchar AS transform_type
WHERE false
-- view information_schema.triggered_update_columns
SELECT NULL::name AS trigger_catalog, NULL::name AS trigger_schema, NULL::name AS trigger_name, NULL::name AS event_object_catalog,
       NULL::name AS event_object_schema, NULL::name AS event_object_table, NULL::name AS event_object_column
WHERE false
-- view information_schema.view_table_usage
SELECT DISTINCT pg_catalog.current_database() AS view_catalog, n.nspname AS view_schema, v.relname AS view_name, pg_catalog.current_database() AS table_catalog,
       m.nspname AS table_schema, t.relname AS table_name
FROM pg_catalog.pg_class v JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
     JOIN pg_catalog.pg_depend r ON r.refclassid = 'pg_catalog.pg_class'::regclass AND r.refobjid = v.oid AND r.classid = 'pg_catalog.pg_rewrite'::regclass AND r.deptype = 'i'
     JOIN pg_catalog.pg_depend d ON d.classid = r.classid AND d.objid = r.objid
     JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND t.relkind IN ('r', 'v', 'f', 'p')
     JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
WHERE v.relkind = 'v' AND t.oid <> v.oid AND pg_catalog.pg_has_role(t.relowner, 'USAGE')
-- view information_schema.view_column_usage
SELECT DISTINCT pg_catalog.current_database() AS view_catalog, n.nspname AS view_schema, v.relname AS view_name, pg_catalog.current_database() AS table_catalog,
       m.nspname AS table_schema, t.relname AS table_name, a.attname AS column_name
FROM pg_catalog.pg_class v JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
     JOIN pg_catalog.pg_depend r ON r.refclassid = 'pg_catalog.pg_class'::regclass AND r.refobjid = v.oid AND r.classid = 'pg_catalog.pg_rewrite'::regclass AND r.deptype = 'i'
     JOIN pg_catalog.pg_depend d ON d.classid = r.classid AND d.objid = r.objid
     JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND t.relkind IN ('r', 'v', 'f', 'p')
     JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
     JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE v.relkind = 'v' AND t.oid <> v.oid AND pg_catalog.pg_has_role(t.relowner, 'USAGE')
-- view information_schema.view_routine_usage
SELECT DISTINCT pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, v.relname AS table_name, pg_catalog.current_database() AS specific_catalog,
       m.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name
FROM pg_catalog.pg_class v JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
     JOIN pg_catalog.pg_depend r ON r.refclassid = 'pg_catalog.pg_class'::regclass AND r.refobjid = v.oid AND r.classid = 'pg_catalog.pg_rewrite'::regclass AND r.deptype = 'i'
     JOIN pg_catalog.pg_depend d ON d.classid = r.classid AND d.objid = r.objid
     JOIN pg_catalog.pg_proc p ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid
     JOIN pg_catalog.pg_namespace m ON m.oid = p.pronamespace
WHERE v.relkind = 'v' AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
-- view information_schema.check_constraint_routine_usage
SELECT DISTINCT pg_catalog.current_database() AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name,
       pg_catalog.current_database() AS specific_catalog, m.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = k.oid AND d.refclassid = 'pg_catalog.pg_proc'::regclass
     JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid JOIN pg_catalog.pg_namespace m ON m.oid = p.pronamespace
WHERE k.contype = 'c' AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
-- view information_schema.column_column_usage
SELECT DISTINCT pg_catalog.current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, b.attname AS column_name,
       g.attname AS dependent_column
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_attrdef e ON e.adrelid = c.oid
     JOIN pg_catalog.pg_attribute g ON g.attrelid = c.oid AND g.attnum = e.adnum AND g.attgenerated <> ''
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = e.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
     JOIN pg_catalog.pg_attribute b ON b.attrelid = c.oid AND b.attnum = d.refobjsubid AND b.attnum <> g.attnum
WHERE pg_catalog.pg_has_role(c.relowner, 'USAGE')
-- view information_schema.collation_character_set_applicability
SELECT pg_catalog.current_database() AS collation_catalog, n.nspname AS collation_schema, k.collname AS collation_name, NULL::name AS character_set_catalog,
       NULL::name AS character_set_schema, pg_catalog.getdatabaseencoding() AS character_set_name
FROM pg_catalog.pg_collation k JOIN pg_catalog.pg_namespace n ON n.oid = k.collnamespace
WHERE k.collencoding IN (-1, 6)
-- view information_schema.data_type_privileges
SELECT pg_catalog.current_database() AS object_catalog, o.object_schema, o.object_name, o.object_type::varchar AS object_type, o.dtd_identifier
FROM (SELECT udt_schema, udt_name, 'USER-DEFINED TYPE', dtd_identifier FROM information_schema.attributes
      UNION ALL SELECT table_schema, table_name, 'TABLE', dtd_identifier FROM information_schema.columns
      UNION ALL SELECT domain_schema, domain_name, 'DOMAIN', dtd_identifier FROM information_schema.domains
      UNION ALL SELECT specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.parameters
      UNION ALL SELECT specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.routines
     ) o(object_schema, object_name, object_type, dtd_identifier)
-- view information_schema.element_types
SELECT pg_catalog.current_database() AS object_catalog, n.nspname AS object_schema, o.name AS object_name, o.kind::varchar AS object_type,
       o.place::name AS collection_type_identifier,
       (CASE WHEN m.nspname = 'pg_catalog' THEN pg_catalog.format_type(b.oid, NULL) ELSE 'USER-DEFINED' END)::varchar AS data_type,
       NULL::int4 AS character_maximum_length, NULL::int4 AS character_octet_length, NULL::name AS character_set_catalog, NULL::name AS character_set_schema,
       NULL::name AS character_set_name, CASE WHEN l.nspname IS NOT NULL THEN pg_catalog.current_database() END AS collation_catalog,
       l.nspname AS collation_schema, k.collname AS collation_name, NULL::int4 AS numeric_precision, NULL::int4 AS numeric_precision_radix,
       NULL::int4 AS numeric_scale, NULL::int4 AS datetime_precision, NULL::varchar AS interval_type, NULL::int4 AS interval_precision,
       NULL::varchar AS domain_default, pg_catalog.current_database() AS udt_catalog, m.nspname AS udt_schema, b.typname AS udt_name,
       NULL::name AS scope_catalog, NULL::name AS scope_schema, NULL::name AS scope_name, NULL::int4 AS maximum_cardinality, ('a' || o.place::text)::name AS dtd_identifier
FROM (SELECT c.relnamespace, c.relname, CASE WHEN c.relkind = 'c' THEN 'USER-DEFINED TYPE' ELSE 'TABLE' END, a.attnum::int4, a.atttypid, a.attcollation
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'v', 'f', 'c', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL SELECT d.typnamespace, d.typname, 'DOMAIN', 1, d.typbasetype, d.typcollation FROM pg_catalog.pg_type d WHERE d.typtype = 'd'
      UNION ALL SELECT p.pronamespace, pg_catalog.nameconcatoid(p.proname, p.oid), 'ROUTINE', g.place::int4, g.type, 0::oid
      FROM pg_catalog.pg_proc p, LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY g(type, place)
      UNION ALL SELECT p.pronamespace, pg_catalog.nameconcatoid(p.proname, p.oid), 'ROUTINE', 0, p.prorettype, 0::oid FROM pg_catalog.pg_proc p
     ) o(schema, name, kind, place, type, collated)
     JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
     JOIN pg_catalog.pg_type t ON t.oid = o.type AND t.typelem <> 0 AND t.typlen = -1
     JOIN pg_catalog.pg_type b ON b.oid = t.typelem JOIN pg_catalog.pg_namespace m ON m.oid = b.typnamespace
     LEFT JOIN (pg_catalog.pg_collation k JOIN pg_catalog.pg_namespace l ON l.oid = k.collnamespace)
          ON k.oid = o.collated AND (l.nspname <> 'pg_catalog' OR k.collname <> 'default')
WHERE (n.nspname, o.name, o.kind, o.place::text)
      IN (SELECT object_schema, object_name, object_type, dtd_identifier::text FROM information_schema.data_type_privileges)
-- view information_schema.routine_table_usage
SELECT DISTINCT pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name,
       pg_catalog.current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name, pg_catalog.current_database() AS table_catalog,
       m.nspname AS table_schema, t.relname AS table_name
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
     JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND t.relkind IN ('r', 'v', 'f', 'p')
     JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
WHERE pg_catalog.pg_has_role(t.relowner, 'USAGE')
-- view information_schema.routine_column_usage
SELECT DISTINCT pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name,
       pg_catalog.current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name, pg_catalog.current_database() AS table_catalog,
       m.nspname AS table_schema, t.relname AS table_name, a.attname AS column_name
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
     JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND t.relkind IN ('r', 'v', 'f', 'p')
     JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
     JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE pg_catalog.pg_has_role(t.relowner, 'USAGE')
-- view information_schema.routine_sequence_usage
SELECT DISTINCT pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name,
       pg_catalog.current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name, pg_catalog.current_database() AS sequence_catalog,
       m.nspname AS sequence_schema, t.relname AS sequence_name
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
     JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND t.relkind = 'S'
     JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
WHERE pg_catalog.pg_has_role(t.relowner, 'USAGE')
-- view information_schema.routine_routine_usage
SELECT DISTINCT pg_catalog.current_database() AS specific_catalog, n.nspname AS specific_schema, pg_catalog.nameconcatoid(p.proname, p.oid) AS specific_name,
       pg_catalog.current_database() AS routine_catalog, m.nspname AS routine_schema, pg_catalog.nameconcatoid(u.proname, u.oid) AS routine_name
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
     JOIN pg_catalog.pg_proc u ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = u.oid
     JOIN pg_catalog.pg_namespace m ON m.oid = u.pronamespace
WHERE p.prokind IN ('f', 'p') AND u.prokind IN ('f', 'p') AND pg_catalog.pg_has_role(u.proowner, 'USAGE')
