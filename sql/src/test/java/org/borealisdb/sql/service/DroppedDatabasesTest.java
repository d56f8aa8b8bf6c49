package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Databases whose objects depend on each other, across schemas, when they are dropped. */
class DroppedDatabasesTest {
    private final Region writer = new Region();
    private final Region.Client admin = writer.connect();

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void typesAreDroppedWithWhatIsOfThem() {
        admin.run("create database other");
        Region.Client inside = writer.connect("postgres", "other");
        inside.run("create schema a");
        inside.run("create schema z");
        inside.run("create domain a.d as int check (value > 0)");
        inside.run("create type a.c as (q a.d)");
        inside.run("create type z.c as (q a.c, r a.d[])");
        inside.run("create domain z.d as z.c");
        inside.run("create table z.t (x z.c, y a.d, w z.d)");
        inside.run("create table a.t (x z.d, y z.t)");
        inside.run("create view a.v as select (x).q, y from z.t");
        inside.run("create function a.f(z.c) returns a.d language sql as 'select 1'");
        inside.run("create function z.f(a.c) returns z.d language sql as 'select null'");
        inside.session.close();
        assertThat(admin.run("drop database other")).isEqualTo("DROP DATABASE");
        assertThat(admin.run("create database other")).isEqualTo("CREATE DATABASE");
    }
}
