package org.borealisdb.sql.system;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.bind.ViewText;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.UserType;

/** Which numbers the objects of a database have in a copy of it, and what the catalog says of one with those. What is of the cluster (roles), or built in, keeps its number. Belongs to one task. */
final class CopiedNumbers {
    /** Properties that are numbers of objects, with something between them if there may be several. In all others only what is named as expressions name it is renumbered. */
    private static final Map<CatalogKind, Set<String>> NUMBERS = new EnumMap<>(Map.of(
            CatalogKind.TABLE, Set.of(TableDefinition.OF_TYPE),
            CatalogKind.COLUMN, Set.of(TableColumn.TYPE, TableColumn.SEQUENCE, TableColumn.COLLATION),
            CatalogKind.CONSTRAINT, Set.of(ForeignKeyDefinition.INDEX),
            CatalogKind.VIEW, Set.of(ViewText.READS),
            CatalogKind.TYPE,
                    Set.of(
                            UserType.BASE,
                            UserType.ARRAY_TYPE,
                            UserType.ELEMENT,
                            UserType.RELATION,
                            TableColumn.COLLATION),
            CatalogKind.FUNCTION,
                    Set.of(
                            UserFunction.TYPES,
                            UserFunction.RESULT,
                            UserFunction.RELATION,
                            UserAggregate.NEXT,
                            UserAggregate.STATE,
                            UserAggregate.LAST,
                            UserAggregate.COMBINE,
                            UserAggregate.INVERSE,
                            UserAggregate.MOVING + UserAggregate.NEXT,
                            UserAggregate.MOVING + UserAggregate.STATE,
                            UserAggregate.MOVING + UserAggregate.LAST,
                            UserAggregate.SORTING),
            CatalogKind.OPERATOR,
                    Set.of(
                            UserOperator.LEFT,
                            UserOperator.RIGHT,
                            UserOperator.FUNCTION,
                            UserOperator.RESULT,
                            UserOperator.COMMUTATOR,
                            UserOperator.NEGATOR),
            CatalogKind.CAST, Set.of(UserCast.SOURCE, UserCast.TARGET, UserCast.FUNCTION)));

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Map<Long, Long> numbers = new HashMap<>();

    /** Says that an object has another number in the copy. */
    void put(long original, long copy) {
        numbers.put(original, copy);
    }

    /** Returns the number in the copy of what has a number, which may be the type of a relation's rows. */
    long of(long number) {
        return RowTypes.is(number)
                ? number - RowTypes.relation(number) + of(RowTypes.relation(number))
                : numbers.getOrDefault(number, number);
    }

    /** Returns what the catalog says of the copy of an object; its tree is that of the original. */
    CatalogObject copyOf(CatalogObject original) {
        Set<String> numbered = NUMBERS.getOrDefault(original.kind(), Set.of());
        TreeMap<String, String> properties = new TreeMap<>();
        original.properties()
                .forEach((property, value) -> properties.put(
                        property,
                        switch (property) {
                            case ViewNames.PROPERTY, ViewNames.OF_BODY -> namesOf(original, property, value);
                            default ->
                                numbered.contains(property) ? all(value) : StoredNames.renumbered(value, this::of);
                        }));
        return new CatalogObject(
                original.kind(),
                of(original.id()),
                of(original.parent()),
                of(original.related()),
                nameOf(original),
                original.tree(),
                properties);
    }

    /** A function has a property of the same name as one of views, with the names of its parameters. */
    private String namesOf(CatalogObject original, String property, String value) {
        boolean kept = original.kind() == CatalogKind.VIEW || property.equals(ViewNames.OF_BODY);
        return kept ? ViewNames.of(original).renumbered(this::of).text() : value;
    }

    /** Names of what is found by types have their numbers in them, behind the name that is said. */
    private String nameOf(CatalogObject original) {
        String name = original.name();
        int types = name.lastIndexOf('(');
        return switch (original.kind()) {
            case FUNCTION, OPERATOR -> types < 0 ? name : name.substring(0, types) + all(name.substring(types));
            case CAST -> all(name);
            case PRIVILEGE -> SystemPrivileges.is(original) ? name : all(name);
            default -> name;
        };
    }

    private String all(String text) {
        return NUMBER.matcher(text).replaceAll(found -> Long.toString(of(Long.parseLong(found.group()))));
    }
}
