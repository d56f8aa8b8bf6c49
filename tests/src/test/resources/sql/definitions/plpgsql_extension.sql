-- What schemas of applications begin with
create extension plpgsql;
create extension if not exists plpgsql;
create extension if not exists "plpgsql" with schema pg_catalog;
select extname, extnamespace::regnamespace, extrelocatable, extversion, extconfig from pg_extension where extname = 'plpgsql';
select name, default_version, installed_version, comment from pg_available_extensions where name = 'plpgsql';
select name, version, installed, superuser, trusted, relocatable, schema, requires, comment from pg_available_extension_versions where name = 'plpgsql';
select obj_description(oid, 'pg_extension') from pg_extension where extname = 'plpgsql';
select d.description from pg_extension e join pg_description d on d.objoid = e.oid and d.classoid = 'pg_extension'::regclass where e.extname = 'plpgsql';
