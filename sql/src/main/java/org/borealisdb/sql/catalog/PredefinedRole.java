package org.borealisdb.sql.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The roles that are always there, with PostgreSQL's numbers: nobody logs in as one, and what they may do is known to the code. */
public enum PredefinedRole {
    PG_MONITOR(3373),
    PG_READ_ALL_SETTINGS(3374),
    PG_READ_ALL_STATS(3375),
    PG_STAT_SCAN_TABLES(3377),
    PG_SIGNAL_BACKEND(4200),
    PG_CHECKPOINT(4544),
    PG_READ_SERVER_FILES(4569),
    PG_WRITE_SERVER_FILES(4570),
    PG_EXECUTE_SERVER_PROGRAM(4571),
    /** Has the owner of the current database as its only member. */
    PG_DATABASE_OWNER(6171),
    PG_READ_ALL_DATA(6181),
    PG_WRITE_ALL_DATA(6182);

    private static final Map<String, Role> BY_NAME = Arrays.stream(values())
            .map(PredefinedRole::role)
            .collect(Collectors.toMap(Role::name, Function.identity()));

    private final long id;
    private final Role role;

    PredefinedRole(long id) {
        this.id = id;
        this.role = new Role(id, name().toLowerCase(Locale.ROOT), Set.of(Role.Attribute.INHERIT), Role.UNLIMITED);
    }

    /** Returns the predefined role of a name. */
    static Optional<Role> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the number of the role. */
    public long id() {
        return id;
    }

    /** Returns the role. */
    public Role role() {
        return role;
    }

    /** Returns the roles that this one is a member of. */
    List<PredefinedRole> groups() {
        return this == PG_MONITOR ? List.of(PG_READ_ALL_SETTINGS, PG_READ_ALL_STATS, PG_STAT_SCAN_TABLES) : List.of();
    }
}
