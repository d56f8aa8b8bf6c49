package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;

/**
 * Who may do what with an object. Immutable.
 *
 * @param items in the order in which they were granted first
 */
public record AccessList(List<Item> items) {
    /** Property of objects with their access lists; those without have the one that their kind begins with. */
    public static final String ACCESS = "access";

    /** Stands for all roles. */
    public static final long PUBLIC = 0;

    /**
     * What one role granted to another.
     *
     * @param grantable those of the privileges that the grantee may pass on
     */
    public record Item(long grantee, long grantor, Set<Privilege> privileges, Set<Privilege> grantable) {
        /** Copies the sets. */
        public Item {
            privileges = Set.copyOf(privileges);
            grantable = Set.copyOf(grantable);
        }

        private String letters() {
            StringBuilder letters = new StringBuilder();
            for (Privilege privilege : Privilege.values()) {
                if (privileges.contains(privilege)) {
                    letters.append(privilege.letter());
                }
                if (grantable.contains(privilege)) {
                    letters.append('*');
                }
            }
            return letters.toString();
        }
    }

    /** Copies the items. */
    public AccessList {
        items = List.copyOf(items);
    }

    /** Returns the list that an object begins with. */
    public static AccessList initial(Privilege.ObjectClass kind, long owner) {
        List<Item> items = new ArrayList<>();
        Set<Privilege> all = Privilege.ofPublic(kind);
        if (!all.isEmpty()) {
            items.add(new Item(PUBLIC, owner, all, Set.of()));
        }
        if (kind != Privilege.ObjectClass.COLUMN) {
            items.add(new Item(owner, owner, Privilege.on(kind), Set.of()));
        }
        return new AccessList(items);
    }

    /** Reads a list that was stored. */
    public static AccessList parse(String text) {
        List<Item> items = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = each.indexOf('=');
            int slash = each.indexOf('/');
            Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
            Set<Privilege> grantable = EnumSet.noneOf(Privilege.class);
            for (int at = equals + 1; at < slash; at++) {
                if (each.charAt(at) == '*') {
                    grantable.add(Privilege.ofLetter(each.charAt(at - 1)));
                } else {
                    privileges.add(Privilege.ofLetter(each.charAt(at)));
                }
            }
            items.add(new Item(
                    Long.parseLong(each.substring(0, equals)),
                    Long.parseLong(each.substring(slash + 1)),
                    privileges,
                    grantable));
        }
        return new AccessList(items);
    }

    /** Returns the form to be stored. */
    public String stored() {
        return items.stream()
                .map(item -> item.grantee() + "=" + item.letters() + "/" + item.grantor())
                .collect(Collectors.joining(","));
    }

    /** Returns the items as PostgreSQL shows them. */
    public List<String> shown(LongFunction<String> names) {
        return items.stream()
                .map(item -> (item.grantee() == PUBLIC ? "" : Quoting.identifier(names.apply(item.grantee()))) + "="
                        + item.letters() + "/" + Quoting.identifier(names.apply(item.grantor())))
                .toList();
    }

    /** Returns whether a role is named in it. */
    public boolean mentions(long role) {
        return items.stream().anyMatch(item -> item.grantee() == role || item.grantor() == role);
    }

    /** Returns what some roles together may do, everybody's privileges included. */
    public Set<Privilege> of(Set<Long> roles) {
        Set<Privilege> found = EnumSet.noneOf(Privilege.class);
        items.stream()
                .filter(item -> item.grantee() == PUBLIC || roles.contains(item.grantee()))
                .forEach(item -> found.addAll(item.privileges()));
        return found;
    }

    /** Returns what a role may pass on. */
    public Set<Privilege> grantableBy(Set<Long> roles) {
        Set<Privilege> found = EnumSet.noneOf(Privilege.class);
        items.stream().filter(item -> roles.contains(item.grantee())).forEach(item -> found.addAll(item.grantable()));
        return found;
    }

    /**
     * Returns the list after a grant.
     *
     * @param owner of the object, who need not be granted that privileges may be passed on
     * @throws SqlException 0LP01 if somebody would grant to whom he has it from
     */
    public AccessList granted(long grantee, long grantor, Set<Privilege> privileges, boolean grantOption, long owner) {
        if (grantOption && grantor != owner) {
            refuseCircle(grantee, grantor, privileges, owner);
        }
        List<Item> changed = new ArrayList<>();
        boolean known = false;
        for (Item item : items) {
            if (item.grantee() == grantee && item.grantor() == grantor) {
                known = true;
                changed.add(new Item(
                        grantee,
                        grantor,
                        union(item.privileges(), privileges),
                        grantOption ? union(item.grantable(), privileges) : item.grantable()));
            } else {
                changed.add(item);
            }
        }
        if (!known) {
            changed.add(new Item(grantee, grantor, privileges, grantOption ? privileges : Set.of()));
        }
        return new AccessList(changed);
    }

    private void refuseCircle(long grantee, long grantor, Set<Privilege> privileges, long owner) {
        AccessList without = this;
        if (grantee != owner) {
            without = revoked(grantee, privileges, owner);
        }
        boolean still = grantee != owner && without.grantableBy(Set.of(grantor)).containsAll(privileges);
        if (!still) {
            throw new SqlException(
                    ErrorCode.INVALID_GRANT_OPERATION, "grant options cannot be granted back to your own grantor");
        }
    }

    /** Takes from a role what all have granted to it, and what it passed on. */
    private AccessList revoked(long grantee, Set<Privilege> privileges, long owner) {
        AccessList changed = this;
        for (Item item : items) {
            if (item.grantee() == grantee) {
                changed = changed.revoked(grantee, item.grantor(), privileges, false, owner, true);
            }
        }
        return changed;
    }

    /**
     * Returns the list after a revocation.
     *
     * @param onlyOption whether only passing on is revoked
     * @param cascade whether what was passed on is revoked, too
     * @throws SqlException 2BP01 if something was passed on and may not be revoked
     */
    public AccessList revoked(
            long grantee, long grantor, Set<Privilege> privileges, boolean onlyOption, long owner, boolean cascade) {
        List<Item> changed = new ArrayList<>();
        Set<Privilege> lost = EnumSet.noneOf(Privilege.class);
        for (Item item : items) {
            if (item.grantee() != grantee || item.grantor() != grantor) {
                changed.add(item);
                continue;
            }
            lost.addAll(item.grantable());
            lost.retainAll(privileges);
            Item left = new Item(
                    grantee,
                    grantor,
                    onlyOption ? item.privileges() : difference(item.privileges(), privileges),
                    difference(item.grantable(), privileges));
            if (!left.privileges().isEmpty()) {
                changed.add(left);
            }
        }
        AccessList result = new AccessList(changed);
        return lost.isEmpty() || grantee == owner ? result : result.withoutPassedOn(grantee, lost, owner, cascade);
    }

    private AccessList withoutPassedOn(long grantor, Set<Privilege> lost, long owner, boolean cascade) {
        Set<Privilege> gone = difference(lost, grantableBy(Set.of(grantor)));
        AccessList result = this;
        for (Item item : items) {
            Set<Privilege> passedOn = EnumSet.noneOf(Privilege.class);
            passedOn.addAll(item.privileges());
            passedOn.retainAll(gone);
            if (item.grantor() == grantor && !passedOn.isEmpty()) {
                if (!cascade) {
                    throw new SqlException(ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST, "dependent privileges exist")
                            .withHint("Use CASCADE to revoke them too.");
                }
                result = result.revoked(item.grantee(), grantor, passedOn, false, owner, true);
            }
        }
        return result;
    }

    /** Returns the list of an object that another role owns from now on. */
    public AccessList withOwner(long before, long after) {
        AccessList result = new AccessList(List.of());
        for (Item item : items) {
            long grantee = item.grantee() == before ? after : item.grantee();
            long grantor = item.grantor() == before ? after : item.grantor();
            result = result.granted(grantee, grantor, item.privileges(), false, grantor);
            result = item.grantable().isEmpty()
                    ? result
                    : result.granted(grantee, grantor, item.grantable(), true, grantor);
        }
        return result;
    }

    private static Set<Privilege> union(Set<Privilege> some, Set<Privilege> more) {
        Set<Privilege> all = EnumSet.noneOf(Privilege.class);
        all.addAll(some);
        all.addAll(more);
        return all;
    }

    private static Set<Privilege> difference(Set<Privilege> some, Set<Privilege> less) {
        Set<Privilege> left = EnumSet.noneOf(Privilege.class);
        left.addAll(some);
        left.removeAll(less);
        return left;
    }
}
