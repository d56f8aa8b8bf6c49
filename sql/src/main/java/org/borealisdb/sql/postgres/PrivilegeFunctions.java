package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** The functions that tell what a role may do. Every role may do everything yet, with objects that exist. Belongs to one task. */
final class PrivilegeFunctions {
    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType NAME = BuiltInType.NAME.type();
    private static final SqlType INT2 = BuiltInType.INT2.type();

    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;
    private final Consumer<ScalarFunction> target;

    PrivilegeFunctions(Supplier<CatalogSnapshot> catalog, CatalogNames names, Consumer<ScalarFunction> target) {
        this.catalog = catalog;
        this.names = names;
        this.target = target;
    }

    void declare() {
        family("has_table_privilege", new int[] {1922, 1923, 1924, 1925, 1926, 1927}, this::isRelation, List.of());
        family("has_sequence_privilege", new int[] {2181, 2182, 2183, 2184, 2185, 2186}, this::isRelation, List.of());
        family("has_any_column_privilege", new int[] {3024, 3025, 3026, 3027, 3028, 3029}, this::isRelation, List.of());
        family("has_schema_privilege", new int[] {2268, 2269, 2270, 2271, 2272, 2273}, this::isSchema, List.of());
        family("has_database_privilege", new int[] {2250, 2251, 2252, 2253, 2254, 2255}, this::isDatabase, List.of());
        family("has_function_privilege", new int[] {2256, 2257, 2258, 2259, 2260, 2261}, any -> true, List.of());
        family("has_tablespace_privilege", new int[] {2390, 2391, 2392, 2393, 2394, 2395}, any -> true, List.of());
        family("has_type_privilege", new int[] {3138, 3139, 3140, 3141, 3142, 3143}, any -> true, List.of());
        family("has_language_privilege", new int[] {2262, 2263, 2264, 2265, 2266, 2267}, any -> true, List.of());
        family("has_column_privilege", new int[] {3012, 3014, 3016, 3018, 3020, 3022}, this::isRelation, List.of(TEXT));
        family("has_column_privilege", new int[] {3013, 3015, 3017, 3019, 3021, 3023}, this::isRelation, List.of(INT2));
        add(2705, "pg_has_role", List.of(NAME, NAME, TEXT), 2, any -> true);
        add(2706, "pg_has_role", List.of(NAME, OID, TEXT), 2, any -> true);
        add(2707, "pg_has_role", List.of(OID, NAME, TEXT), 2, any -> true);
        add(2708, "pg_has_role", List.of(OID, OID, TEXT), 2, any -> true);
        add(2709, "pg_has_role", List.of(NAME, TEXT), 1, any -> true);
        add(2710, "pg_has_role", List.of(OID, TEXT), 1, any -> true);
    }

    /** The six forms of each: with a role's name, a role's number, or the current one; with the object's name or number. */
    private void family(String name, int[] oids, Predicate<Object> exists, List<SqlType> part) {
        SqlType[][] roles = {{NAME}, {OID}, {}};
        int form = 0;
        for (SqlType[] role : roles) {
            for (SqlType object : new SqlType[] {TEXT, OID}) {
                List<SqlType> types = new ArrayList<>(List.of(role));
                types.add(object);
                types.addAll(part);
                types.add(TEXT);
                add(oids[form++], name, types, role.length, exists);
            }
        }
    }

    private void add(int oid, String name, List<SqlType> types, int object, Predicate<Object> exists) {
        target.accept(new ScalarFunction(
                oid,
                name,
                types,
                BuiltInType.BOOL.type(),
                true,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, arguments) -> {
                    Object of = arguments[object];
                    return (of != null && exists.test(of)) ? (Boolean) true : null;
                })));
    }

    private boolean isRelation(Object object) {
        // A name that there is not is an error, a number that there is not answers NULL.
        long id = object instanceof Long number
                ? number
                : names.find(BuiltInType.REGCLASS, (String) object).getAsLong();
        return SystemRelations.withOid(id).isPresent()
                || catalog.get().relation(id).isPresent();
    }

    private boolean isSchema(Object object) {
        long id = object instanceof Long number
                ? number
                : names.find(BuiltInType.REGNAMESPACE, (String) object).getAsLong();
        return catalog.get().schemaName(id).isPresent();
    }

    private boolean isDatabase(Object object) {
        return catalog.get().databases().stream()
                .anyMatch(database -> object instanceof Long number
                        ? database.id() == number
                        : database.name().equals(object));
    }
}
