package org.borealisdb.sql.catalog;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;

/** What a statement does with a table or view, and with which columns: what its role must have been granted. Grows while the statement is bound. */
public final class RelationAccess {
    private final CatalogObject relation;
    private final long checkedAs;
    private final Set<Privilege> needed = EnumSet.noneOf(Privilege.class);
    private final Map<Privilege, Set<Integer>> columns = new EnumMap<>(Privilege.class);
    private final Set<Integer> read = new TreeSet<>();

    /**
     * Nothing yet.
     *
     * @param checkedAs the role that must have the privileges: the owner of the view that the relation is read by; 0 for the session's
     */
    public RelationAccess(CatalogObject relation, long checkedAs) {
        this.relation = relation;
        this.checkedAs = checkedAs;
    }

    /** Returns the relation. */
    public CatalogObject relation() {
        return relation;
    }

    /** The statement does something with the relation. */
    public RelationAccess needs(Privilege privilege) {
        needed.add(privilege);
        return this;
    }

    /** The statement does something with a column, counted from 1. */
    public void needs(Privilege privilege, int column) {
        needed.add(privilege);
        columns.computeIfAbsent(privilege, any -> new TreeSet<>()).add(column);
    }

    /** The statement reads a column, counted from 1, by its name or through a star: not only as a part of whole rows. */
    public void reads(int column) {
        needs(Privilege.SELECT, column);
        read.add(column);
    }

    /** Returns the columns that the statement reads by their names. */
    public Set<Integer> read() {
        return Set.copyOf(read);
    }

    /** Returns the columns that the statement reads by their names, or gives values. */
    public Set<Integer> used() {
        Set<Integer> used = new TreeSet<>(read);
        used.addAll(columns.getOrDefault(Privilege.INSERT, Set.of()));
        used.addAll(columns.getOrDefault(Privilege.UPDATE, Set.of()));
        return used;
    }

    /**
     * Passes if the role may do all of it.
     *
     * @param schema the catalog as it is now
     * @param current the number of the session's role
     * @throws org.borealisdb.expr.error.SqlException 42501 if it may not
     */
    public void check(SchemaReader schema, long current) {
        long role = checkedAs == 0 ? current : checkedAs;
        if (schema.roles().isSuperuser(role)) {
            return;
        }
        Privileges privileges = new Privileges(schema.roles());
        Set<Privilege> missing = EnumSet.noneOf(Privilege.class);
        missing.addAll(needed);
        missing.removeAll(privileges.of(role, relation));
        for (Privilege privilege : missing) {
            if (!Privilege.on(Privilege.ObjectClass.COLUMN).contains(privilege)
                    || !onColumns(schema, privileges, role, privilege)) {
                throw Privileges.denied(relation);
            }
        }
    }

    /** Whether the role has a privilege on all columns that matter; if none does in particular, on any. */
    private boolean onColumns(SchemaReader schema, Privileges privileges, long role, Privilege privilege) {
        Set<Integer> wanted = columns.getOrDefault(privilege, Set.of());
        boolean any = false;
        Set<Integer> left = new TreeSet<>(wanted);
        if (SystemPrivileges.standsIn(relation)) {
            Set<Integer> having = SystemPrivileges.columns(schema, relation, role, privilege);
            return wanted.isEmpty() ? !having.isEmpty() : having.containsAll(wanted);
        }
        for (CatalogObject column : schema.children(relation, NameSpace.COLUMNS)) {
            TableColumn read = TableColumn.of(column, schema.types());
            boolean has = column.property(AccessList.ACCESS).isPresent() && privileges.has(role, column, privilege);
            any |= has && !read.dropped();
            if (has) {
                left.remove(read.number());
            }
        }
        return wanted.isEmpty() ? any : left.isEmpty();
    }
}
