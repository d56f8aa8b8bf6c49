package org.borealisdb.sql.bind;

import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.jspecify.annotations.Nullable;

/**
 * A column that names can refer to.
 *
 * @param table name or alias of its table, empty if it has none
 * @param tableOid its table, 0 if it is computed
 * @param number its number there, negative for system columns
 * @param hidden whether only its qualified name reaches it: the right one of a USING pair
 * @param use what it is a column of, for privileges; missing if it needs none
 * @param origin which item of FROM has it, if anybody wants to know or it is a join's own
 */
public record ScopeColumn(
        String table,
        String name,
        SqlType type,
        int tableOid,
        int number,
        boolean hidden,
        @Nullable Use use,
        @Nullable Origin origin) {
    /** How names begin that statements write without this: stars and whole rows leave such columns out, and other columns of the name go first. */
    static final String INTERNAL = "\0";

    /** The name of fields that the type of rows got since a view was made: only whole rows have them. */
    static final String LATER = INTERNAL + INTERNAL;

    /**
     * A column of a relation, or of the rows of a type that a function returns.
     *
     * @param column its number, counted from 1; negative for system columns
     */
    public record Use(RelationAccess access, int column) {}

    /**
     * A column of an item of FROM.
     *
     * @param number its number there, counted from 1; negative for system columns
     */
    public record Origin(FromItem item, int number) {}

    /** A column has its collation whatever gave it that. */
    public ScopeColumn {
        type = type.collation().isDefault()
                ? type
                : type.withCollation(type.collation().implicit());
    }

    /** A column that needs no privileges. */
    public ScopeColumn(String table, String name, SqlType type, int tableOid, int number, boolean hidden) {
        this(table, name, type, tableOid, number, hidden, null, null);
    }

    /** Returns the same column, which only its qualified name reaches, or also its name alone. */
    ScopeColumn withHidden(boolean now) {
        return new ScopeColumn(table, name, type, tableOid, number, now, use, origin);
    }

    /** Returns the same column of a relation. */
    ScopeColumn withUse(Use now) {
        return new ScopeColumn(table, name, type, tableOid, number, hidden, now, origin);
    }

    /** Returns the same column of a table. */
    ScopeColumn withTable(int oid, int place) {
        return new ScopeColumn(table, name, type, oid, place, hidden, use, origin);
    }

    /** Returns the same column by other names. */
    ScopeColumn named(String otherTable, String otherName) {
        return new ScopeColumn(otherTable, otherName, type, tableOid, number, hidden, use, origin);
    }

    /** Returns the same column of an item of FROM. */
    ScopeColumn withOrigin(Origin now) {
        return new ScopeColumn(table, name, type, tableOid, number, hidden, use, now);
    }

    /** The statement reads it by its name. */
    void isRead() {
        if (use != null) {
            use.access().reads(use.column());
        }
    }

    /** The statement does something with it. */
    void needs(Privilege privilege) {
        if (use != null) {
            use.access().needs(privilege, use.column());
        }
    }

    /** Returns the relation that it is a column of. */
    Optional<CatalogObject> relation() {
        return Optional.ofNullable(use)
                .map(of -> of.access().relation())
                .filter(relation -> relation.kind() != CatalogKind.TYPE);
    }

    /** Returns a name for a table that goes by the name of others: no statement can write it. */
    static String twin(String label, int number) {
        return label + INTERNAL + number;
    }

    /** Returns the name that a table goes by. */
    static String label(String table) {
        int end = table.indexOf(INTERNAL);
        return end < 0 ? table : table.substring(0, end);
    }

    /** Returns the name that its table goes by. */
    String label() {
        return label(table);
    }

    /** Returns whether a star without a table shows it. */
    boolean isShown() {
        return !hidden && !name.isEmpty() && !isInternal() && !isSystem();
    }

    /** Returns whether only its name reaches it, and neither a star nor a whole row: one that every table has. */
    boolean isSystem() {
        return number < 0;
    }

    /** Returns whether only whole rows have it. */
    boolean isLater() {
        return name.equals(LATER);
    }

    /** Returns whether the binder itself added it. */
    boolean isInternal() {
        return name.startsWith(INTERNAL);
    }
}
