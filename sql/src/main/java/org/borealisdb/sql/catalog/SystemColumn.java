package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.BuiltInType;

/**
 * The columns that every table has without anybody creating them (manual, "System Columns"). A statement that names one of them anywhere sees all of its tables with these columns behind their
 * own; any other sees none of them, and does nothing for them.
 */
public enum SystemColumn {
    /** Where the row is. */
    CTID(BuiltInType.TID),
    /** The transaction that wrote the row's version. */
    XMIN(BuiltInType.XID),
    /** The number of the change by which it did. */
    CMIN(BuiltInType.CID),
    /** The transaction that has deleted the version. */
    XMAX(BuiltInType.XID),
    /** The number of the change by which it did. */
    CMAX(BuiltInType.CID),
    /** The table. */
    TABLEOID(BuiltInType.OID);

    private static final List<SystemColumn> ALL = List.of(values());

    private final BuiltInType type;

    SystemColumn(BuiltInType type) {
        this.type = type;
    }

    /** Returns all of them, in the order of their places behind a table's columns. */
    public static List<SystemColumn> all() {
        return ALL;
    }

    /** Returns the column of a name. */
    public static Optional<SystemColumn> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.columnName().equals(name))
                .findFirst();
    }

    /** Returns the name. */
    public String columnName() {
        return switch (this) {
            case CTID -> "ctid";
            case XMIN -> "xmin";
            case CMIN -> "cmin";
            case XMAX -> "xmax";
            case CMAX -> "cmax";
            case TABLEOID -> "tableoid";
        };
    }

    /** Returns the column by the number by which catalogs know it. */
    public static Optional<SystemColumn> numbered(int number) {
        return Arrays.stream(values()).filter(each -> each.number() == number).findFirst();
    }

    /** Returns the number by which catalogs know it ({@code attnum}). */
    public int number() {
        return switch (this) {
            case CTID -> -1;
            case XMIN -> -2;
            case CMIN -> -3;
            case XMAX -> -4;
            case CMAX -> -5;
            case TABLEOID -> -6;
        };
    }

    /** Returns the type. */
    public BuiltInType type() {
        return type;
    }

    /** Returns whether a text has a word that is the name of one. */
    public static boolean isNamedIn(String text) {
        for (int at = 0; at < text.length(); at++) {
            char first = text.charAt(at);
            if (isFirst(first) && (at == 0 || !isPartOfWord(text.charAt(at - 1)))) {
                for (SystemColumn column : ALL) {
                    if (column.isAt(text, at)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isFirst(char c) {
        return c == 'c' || c == 'x' || c == 't' || c == 'C' || c == 'X' || c == 'T';
    }

    private static boolean isPartOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private boolean isAt(String text, int at) {
        String name = columnName();
        int end = at + name.length();
        return text.regionMatches(true, at, name, 0, name.length())
                && (end == text.length() || !isPartOfWord(text.charAt(end)));
    }

    /** Returns a table with these columns behind its own. */
    public static TableDefinition addedTo(TableDefinition table) {
        List<TableColumn> columns = new ArrayList<>(table.columns());
        long id = table.object().id();
        for (SystemColumn column : ALL) {
            columns.add(new TableColumn(
                    CatalogObject.of(CatalogKind.COLUMN, id, id, column.columnName()),
                    column.number(),
                    column.type.type(),
                    true,
                    false));
        }
        return table.withColumns(columns);
    }

    /** Returns whether a table has these columns behind its own. */
    public static boolean areIn(TableDefinition table) {
        List<TableColumn> columns = table.columns();
        return !columns.isEmpty() && columns.getLast().isSystem();
    }

    /** Returns how many columns of its own a table has. */
    public static int firstPlace(TableDefinition table) {
        return areIn(table)
                ? table.columns().size() - ALL.size()
                : table.columns().size();
    }
}
