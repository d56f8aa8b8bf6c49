package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** Finds types by number and by name: those that are built in, and those that users made. */
public interface TypeLookup {
    /** Finds nothing but what is built in. */
    TypeLookup BUILT_IN = new TypeLookup() {
        @Override
        public Optional<SqlType> made(long oid) {
            return Optional.empty();
        }

        @Override
        public Optional<SqlType> made(List<String> name) {
            return Optional.empty();
        }
    };

    /** Returns the rules of a domain; none for what is no domain. */
    default Optional<DomainRules> rules(SqlType type) {
        return Optional.empty();
    }

    /** Returns the default of a domain as an SQL expression: which it took over from the one that it is over. */
    default Optional<String> defaultOf(SqlType type) {
        return Optional.empty();
    }

    /** Returns a type that a user made, without modifier. */
    Optional<SqlType> made(long oid);

    /** Returns a type that a user made by its name, which may name its schema. */
    Optional<SqlType> made(List<String> name);

    /** Returns a collation that a user made. */
    default Optional<Collation> collation(long number) {
        return Optional.empty();
    }

    /** Returns a collation that a user made by its name, which may name its schema. */
    default Optional<Collation> collation(List<String> name) {
        return Optional.empty();
    }

    /** Returns the type with a number, without modifier. */
    default Optional<SqlType> withOid(int oid) {
        return BuiltInType.typeWithOid(oid).or(() -> made(Integer.toUnsignedLong(oid)));
    }

    /**
     * Returns the type with a name, without modifier. The schema {@code pg_catalog} comes before all others; what is named by digits in it is the type of that
     * number, as the catalog writes users' types ({@link #number}).
     */
    default Optional<SqlType> named(List<String> name) {
        String last = name.getLast();
        boolean system = name.size() == 1 || name.get(name.size() - 2).equals("pg_catalog");
        Optional<BuiltInType> builtIn = system ? BuiltInType.named(last) : Optional.empty();
        if (builtIn.isPresent()) {
            return Optional.of(builtIn.get().type());
        }
        Optional<SqlType> array = system ? arrayNamed(last) : Optional.empty();
        if (array.isPresent()) {
            return array;
        }
        if (name.size() > 1 && name.get(name.size() - 2).equals("information_schema")) {
            return ofInformation(last).or(() -> made(name));
        }
        return (name.size() > 1 && system ? number(last).flatMap(this::withOid) : Optional.<SqlType>empty())
                .or(() -> made(name));
    }

    /** Returns the type that a domain of the information schema is over. */
    private static Optional<SqlType> ofInformation(String name) {
        return switch (name) {
            case "cardinal_number" -> Optional.of(BuiltInType.INT4.type());
            case "character_data" -> Optional.of(BuiltInType.VARCHAR.type());
            case "sql_identifier" -> Optional.of(BuiltInType.NAME.type());
            case "time_stamp" -> Optional.of(BuiltInType.TIMESTAMPTZ.type());
            case "yes_or_no" -> Optional.of(BuiltInType.VARCHAR.type());
            default -> Optional.empty();
        };
    }

    /** Returns the array type whose own name, in the catalog, is an underscore before its elements' type. */
    private static Optional<SqlType> arrayNamed(String name) {
        return name.startsWith("_")
                ? BuiltInType.named(name.substring(1))
                        .map(BuiltInType::type)
                        .filter(element -> element.arrayOid() != 0)
                        .map(ArrayType::new)
                : Optional.empty();
    }

    /** Returns the number that a name is, as the catalog writes the names of what users made. */
    static Optional<Integer> number(String name) {
        boolean digits = !name.isEmpty() && name.length() < 11 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of((int) Long.parseLong(name)) : Optional.empty();
    }

    /** Returns whether a name is a number: then literals of the type are written by number, too. */
    static boolean isNumber(List<String> name) {
        return name.size() > 1
                && name.get(name.size() - 2).equals("pg_catalog")
                && number(name.getLast()).isPresent();
    }
}
