package org.borealisdb.sql.catalog;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

    private static final Map<PredefinedRole, Role> ROLES = new EnumMap<>(PredefinedRole.class);
    private static final Map<String, Role> BY_NAME = new HashMap<>();

    static {
        for (PredefinedRole each : values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            Role role = new Role(each.id, name, Set.of(Role.Attribute.INHERIT), Role.UNLIMITED);
            ROLES.put(each, role);
            BY_NAME.put(name, role);
        }
    }

    private final long id;

    PredefinedRole(long id) {
        this.id = id;
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
        return Objects.requireNonNull(ROLES.get(this));
    }

    /** Returns the roles that this one is a member of. */
    List<PredefinedRole> groups() {
        return this == PG_MONITOR ? List.of(PG_READ_ALL_SETTINGS, PG_READ_ALL_STATS, PG_STAT_SCAN_TABLES) : List.of();
    }
}
