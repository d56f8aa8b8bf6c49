package org.borealisdb.sql.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogObject;

/** The roles of the cluster and who is a member of whom, as one view of the catalog has them. Belongs to one task; keeps what it has read. */
public final class Roles {
    private final RoleSource source;
    private final Map<Long, Optional<Role>> known = new HashMap<>();
    private final Map<String, Optional<Role>> names = new HashMap<>();
    private final Map<Long, List<Membership>> groups = new HashMap<>();
    private final Map<Long, Set<Long>> inherited = new HashMap<>();
    private final Map<Long, Set<Long>> memberOf = new HashMap<>();
    private long first;

    public Roles(RoleSource source) {
        this.source = source;
    }

    /** Returns the role with a number. */
    public Optional<Role> withId(long id) {
        Optional<Role> role = known.get(id);
        if (role == null) {
            role = id < Catalog.FIRST_USER_ID
                    ? Arrays.stream(PredefinedRole.values())
                            .filter(each -> each.id() == id)
                            .map(PredefinedRole::role)
                            .findFirst()
                    : source.role(id).map(Role::of);
            known.put(id, role);
        }
        return role;
    }

    /** Returns the role of a name. */
    public Optional<Role> named(String name) {
        return names.computeIfAbsent(
                name, each -> PredefinedRole.named(each).or(() -> stored(each).map(Role::of)));
    }

    /** Returns the stored object of a role; those that are predefined have none. */
    public Optional<CatalogObject> stored(String name) {
        return source.role(name);
    }

    /** Returns the name of a role, or its number if it is gone. */
    public String nameOf(long id) {
        return withId(id).map(Role::name).orElse(Long.toString(id));
    }

    /** Returns all roles in the order of their numbers. */
    public List<Role> all() {
        List<Role> all = new ArrayList<>();
        Arrays.stream(PredefinedRole.values()).map(PredefinedRole::role).forEach(all::add);
        source.roles().stream().map(Role::of).forEach(all::add);
        all.sort(Comparator.comparingLong(Role::id));
        return all;
    }

    /** Returns the number of the role that the cluster began with: everything that says no owner belongs to it, and it cannot be dropped. */
    public long first() {
        if (first == 0) {
            first = source.firstRole().map(CatalogObject::id).orElse(0L);
        }
        return first;
    }

    /** Returns the number of the role that owns an object. */
    public long ownerOf(CatalogObject object) {
        return object.property(Role.OWNER).map(Long::parseLong).orElseGet(this::first);
    }

    /** Returns the memberships that were granted, in the order of roles and members. */
    public List<Membership> memberships() {
        List<Membership> all = new ArrayList<>();
        for (PredefinedRole role : PredefinedRole.values()) {
            role.groups().forEach(group -> all.add(new Membership(group.id(), role.id(), first(), false)));
        }
        source.memberships().stream().map(Membership::of).forEach(all::add);
        all.sort(Comparator.comparingLong(Membership::group).thenComparingLong(Membership::member));
        return all;
    }

    /** Returns the stored memberships of a role, as member or as the one that has the member. */
    public List<CatalogObject> storedMemberships(long role) {
        return source.memberships().stream()
                .filter(object -> object.parent() == role || object.related() == role)
                .toList();
    }

    /** Returns the stored membership of a role in another. */
    public Optional<CatalogObject> storedMembership(long group, long member) {
        return source.groups(member).stream()
                .filter(object -> object.related() == group)
                .findFirst();
    }

    private List<Membership> groupsOf(long role) {
        List<Membership> found = groups.get(role);
        if (found == null) {
            List<Membership> direct = new ArrayList<>();
            source.groups(role).stream().map(Membership::of).forEach(direct::add);
            for (PredefinedRole predefined : PredefinedRole.values()) {
                if (predefined.id() == role) {
                    predefined.groups().forEach(group -> direct.add(new Membership(group.id(), role, 0, false)));
                }
            }
            boolean ownsDatabase = source.database()
                    .filter(database -> ownerOf(database) == role)
                    .isPresent();
            if (ownsDatabase) {
                direct.add(new Membership(PredefinedRole.PG_DATABASE_OWNER.id(), role, 0, false));
            }
            groups.put(role, direct);
            found = direct;
        }
        return found;
    }

    /** Returns the roles that one has the privileges of: its own number, and those of all that it inherits from. */
    public Set<Long> inherited(long role) {
        return inherited.computeIfAbsent(role, of -> closure(of, true));
    }

    private Set<Long> memberOf(long role) {
        return memberOf.computeIfAbsent(role, of -> closure(of, false));
    }

    private Set<Long> closure(long role, boolean byInheritance) {
        Set<Long> found = new LinkedHashSet<>();
        Deque<Long> left = new ArrayDeque<>();
        found.add(role);
        left.add(role);
        while (!left.isEmpty()) {
            long each = left.remove();
            if (byInheritance
                    && withId(each)
                            .filter(known -> known.has(Role.Attribute.INHERIT))
                            .isEmpty()) {
                continue;
            }
            for (Membership membership : groupsOf(each)) {
                if (found.add(membership.group())) {
                    left.add(membership.group());
                }
            }
        }
        return found;
    }

    public boolean isSuperuser(long role) {
        return withId(role).filter(Role::isSuperuser).isPresent();
    }

    /** Returns whether a role is a member of another, or is that; superusers are members of all. */
    public boolean isMember(long member, long role) {
        return member == role || isSuperuser(member) || memberOf(member).contains(role);
    }

    /** The same, but for what superusers are without having been made it. */
    public boolean isMadeMember(long member, long role) {
        return memberOf(member).contains(role);
    }

    /** Returns whether a role may do what another may, without SET ROLE. */
    public boolean hasPrivilegesOf(long member, long role) {
        return member == role || isSuperuser(member) || inherited(member).contains(role);
    }

    /** Returns whether a role may make others members of a role: of itself only if it was granted so. */
    public boolean isAdmin(long member, long role) {
        if (isSuperuser(member)) {
            return true;
        }
        return memberOf(member).stream()
                .flatMap(each -> groupsOf(each).stream())
                .anyMatch(membership -> membership.admin() && membership.group() == role);
    }
}
