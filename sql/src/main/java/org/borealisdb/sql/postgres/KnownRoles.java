package org.borealisdb.sql.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.catalog.RoleSource;

/** The roles as they were when all of them were read. Immutable. */
final class KnownRoles implements RoleSource {
    private final List<CatalogObject> roles;
    private final List<CatalogObject> memberships;
    private final Optional<CatalogObject> database;
    private final Map<Long, CatalogObject> byId = new HashMap<>();
    private final Map<String, CatalogObject> byName = new HashMap<>();
    private final Map<Long, List<CatalogObject>> byMember;

    /** Takes what was read; {@code roles} in the order of their numbers. */
    KnownRoles(List<CatalogObject> roles, List<CatalogObject> memberships, Optional<CatalogObject> database) {
        this.roles = List.copyOf(roles);
        this.memberships = List.copyOf(memberships);
        this.database = database;
        for (CatalogObject role : roles) {
            byId.put(role.id(), role);
            byName.put(role.name(), role);
        }
        this.byMember = memberships.stream().collect(Collectors.groupingBy(CatalogObject::parent));
    }

    @Override
    public Optional<CatalogObject> role(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Optional<CatalogObject> role(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<CatalogObject> roles() {
        return roles;
    }

    @Override
    public Optional<CatalogObject> firstRole() {
        return roles.stream().findFirst();
    }

    @Override
    public List<CatalogObject> groups(long member) {
        return byMember.getOrDefault(member, List.of());
    }

    @Override
    public List<CatalogObject> memberships() {
        return memberships;
    }

    @Override
    public Optional<CatalogObject> database() {
        return database;
    }
}
