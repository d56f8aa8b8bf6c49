package org.borealisdb.sql.system;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.DefinitionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;

/** What the values in the definition of an aggregate or operator are. Stateless. */
final class DefinitionItems {
    private DefinitionItems() {}

    private static SqlException needed(DefinitionItem item, String what) {
        return new SqlException(
                ErrorCode.SYNTAX_ERROR,
                (what.isEmpty() ? item.name() + " requires a parameter" : "argument of " + item.name() + what));
    }

    private static boolean isEmpty(DefinitionItem item) {
        return item.type() == null && item.operator() == null && item.text() == null;
    }

    /** Returns the name of a function or operator. */
    static QualifiedName name(DefinitionItem item) {
        TypeName type = item.type();
        QualifiedName operator = item.operator();
        String text = item.text();
        if (type != null) {
            return type.name();
        }
        if (operator != null) {
            return operator;
        }
        if (text == null) {
            throw needed(item, "");
        }
        return QualifiedName.of(text, item.position());
    }

    /** Returns a type's name. */
    static TypeName type(DefinitionItem item) {
        TypeName type = item.type();
        String text = item.text();
        if (type != null) {
            return type;
        }
        if (isEmpty(item)) {
            throw needed(item, "");
        }
        if (text == null) {
            throw needed(item, " must be a type name");
        }
        return new TypeName(QualifiedName.of(text, item.position()), List.of(), 0, false, false, item.position());
    }

    /** Returns a text: a string, a number or a word. */
    static String text(DefinitionItem item) {
        if (isEmpty(item)) {
            throw needed(item, "");
        }
        String text = item.text();
        return text != null ? text : name(item).toString();
    }

    /** Returns whether something holds; it does if nothing is said. */
    static boolean truth(DefinitionItem item) {
        if (isEmpty(item)) {
            return true;
        }
        return switch (text(item).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires a Boolean value");
        };
    }

    /** Returns a whole number. */
    static int number(DefinitionItem item) {
        try {
            return Integer.parseInt(text(item));
        } catch (NumberFormatException other) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires an integer value");
        }
    }

    /** Returns the item of a name, the last of several. */
    static Optional<DefinitionItem> named(List<DefinitionItem> items, String... names) {
        return items.stream()
                .filter(item -> List.of(names).contains(item.name()))
                .reduce((first, last) -> last);
    }

    /** Warns of items that nobody knows. */
    static void warn(CatalogChanges changes, String kind, List<DefinitionItem> items, List<String> known) {
        for (DefinitionItem item : items) {
            if (!known.contains(item.name())) {
                changes.warn(ErrorCode.SYNTAX_ERROR, kind + " attribute \"" + item.name() + "\" not recognized");
            }
        }
    }
}
