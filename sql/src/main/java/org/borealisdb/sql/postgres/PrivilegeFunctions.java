package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.postgres.PrivilegeSubjects.Asked;
import org.jspecify.annotations.Nullable;

/** The functions that tell what a role may do. Belongs to one task. */
final class PrivilegeFunctions {
    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType NAME = BuiltInType.NAME.type();
    private static final SqlType INT2 = BuiltInType.INT2.type();

    private static final String GRANT_OPTION = " WITH GRANT OPTION";

    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;
    private final PrivilegeSubjects subjects;
    private final SessionFacts session;
    private final Consumer<ScalarFunction> target;

    PrivilegeFunctions(
            Supplier<CatalogSnapshot> catalog,
            CatalogNames names,
            SessionFacts session,
            Consumer<ScalarFunction> target) {
        this.catalog = catalog;
        this.names = names;
        this.session = session;
        this.subjects = new PrivilegeSubjects(catalog, names);
        this.target = target;
    }

    void declare() {
        family("has_table_privilege", new int[] {1922, 1923, 1924, 1925, 1926, 1927}, Asked.RELATION, List.of());
        family("has_sequence_privilege", new int[] {2181, 2182, 2183, 2184, 2185, 2186}, Asked.SEQUENCE, List.of());
        family("has_any_column_privilege", new int[] {3024, 3025, 3026, 3027, 3028, 3029}, Asked.ANY_COLUMN, List.of());
        family("has_schema_privilege", new int[] {2268, 2269, 2270, 2271, 2272, 2273}, Asked.SCHEMA, List.of());
        family("has_database_privilege", new int[] {2250, 2251, 2252, 2253, 2254, 2255}, Asked.DATABASE, List.of());
        family("has_function_privilege", new int[] {2256, 2257, 2258, 2259, 2260, 2261}, Asked.FUNCTION, List.of());
        family("has_tablespace_privilege", new int[] {2390, 2391, 2392, 2393, 2394, 2395}, Asked.SPACE, List.of());
        family("has_type_privilege", new int[] {3138, 3139, 3140, 3141, 3142, 3143}, Asked.TYPE, List.of());
        family("has_language_privilege", new int[] {2262, 2263, 2264, 2265, 2266, 2267}, Asked.LANGUAGE, List.of());
        family("has_column_privilege", new int[] {3012, 3014, 3016, 3018, 3020, 3022}, Asked.COLUMN, List.of(TEXT));
        family("has_column_privilege", new int[] {3013, 3015, 3017, 3019, 3021, 3023}, Asked.COLUMN, List.of(INT2));
        // Nobody's rows are hidden from anybody here.
        add(3298, "row_security_active", List.of(OID), arguments -> false);
        add(3299, "row_security_active", List.of(TEXT), arguments -> {
            names.find(BuiltInType.REGCLASS, String.valueOf(arguments[0]));
            return false;
        });
        ofSettings(6205, List.of(NAME, TEXT, TEXT));
        ofSettings(6206, List.of(OID, TEXT, TEXT));
        ofSettings(6207, List.of(TEXT, TEXT));
        membership(2705, List.of(NAME, NAME, TEXT));
        membership(2706, List.of(NAME, OID, TEXT));
        membership(2707, List.of(OID, NAME, TEXT));
        membership(2708, List.of(OID, OID, TEXT));
        membership(2709, List.of(NAME, TEXT));
        membership(2710, List.of(OID, TEXT));
    }

    /** pg_has_role: of a role or the current one, in a role, and how. */
    private void membership(int oid, List<SqlType> types) {
        add(oid, "pg_has_role", types, arguments -> {
            long member = arguments.length == 3 ? role(arguments[0]) : role(session.role());
            long group = role(arguments[arguments.length - 2]);
            return hasRole(member, group, (String) arguments[arguments.length - 1]);
        });
    }

    /** has_parameter_privilege: what may be granted for settings is what only superusers have here. */
    private void ofSettings(int oid, List<SqlType> types) {
        add(oid, "has_parameter_privilege", types, arguments -> {
            long of = arguments.length == 2 ? role(session.role()) : roleOrPublic(arguments[0]);
            for (String word : String.valueOf(arguments[arguments.length - 1]).split(",", -1)) {
                String upper = word.strip().toUpperCase(Locale.ROOT);
                String plain = upper.endsWith(GRANT_OPTION)
                        ? upper.substring(0, upper.length() - GRANT_OPTION.length())
                        : upper;
                if (!plain.equals("SET") && !plain.equals("ALTER SYSTEM")) {
                    throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + word.strip() + "\"");
                }
            }
            return catalog.get().roles().withId(of).map(Role::isSuperuser).orElse(false);
        });
    }

    private long role(@Nullable Object role) {
        String name = String.valueOf(role);
        return role instanceof Long number
                ? number
                : catalog.get()
                        .roles()
                        .named(name)
                        .map(Role::id)
                        .orElseThrow(() ->
                                new SqlException(ErrorCode.UNDEFINED_OBJECT, "role \"" + role + "\" does not exist"));
    }

    private boolean hasRole(long member, long group, String modes) {
        Roles roles = catalog.get().roles();
        boolean any = false;
        for (String mode : modes.split(",", -1)) {
            any |= switch (mode.strip().toUpperCase(Locale.ROOT)) {
                case "USAGE" -> roles.hasPrivilegesOf(member, group);
                case "MEMBER" -> roles.isMember(member, group);
                case "USAGE WITH GRANT OPTION",
                        "USAGE WITH ADMIN OPTION",
                        "MEMBER WITH GRANT OPTION",
                        "MEMBER WITH ADMIN OPTION" -> roles.isAdmin(member, group);
                default ->
                    throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + mode.strip() + "\"");
            };
        }
        return any;
    }

    /** The six forms of each: with a role's name, a role's number, or the current one; with the object's name or number. */
    private void family(String name, int[] oids, Asked asked, List<SqlType> part) {
        SqlType[][] forms = {{NAME}, {OID}, {}};
        int form = 0;
        for (SqlType[] role : forms) {
            for (SqlType object : new SqlType[] {TEXT, OID}) {
                List<SqlType> types = new ArrayList<>(List.of(role));
                types.add(object);
                types.addAll(part);
                types.add(TEXT);
                int place = role.length;
                add(oids[form++], name, types, arguments -> {
                    long of = place == 0 ? role(session.role()) : roleOrPublic(arguments[0]);
                    return subjects.find(asked, arguments, place)
                            .map(subject -> hasAny(of, subject, asked, (String) arguments[arguments.length - 1]))
                            .orElse(null);
                });
            }
        }
    }

    private void add(
            int oid, String name, List<SqlType> types, Function<@Nullable Object[], @Nullable Boolean> answer) {
        target.accept(new ScalarFunction(
                oid,
                name,
                types,
                BuiltInType.BOOL.type(),
                true,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, arguments) -> answer.apply(arguments))));
    }

    private long roleOrPublic(@Nullable Object role) {
        return "public".equals(role) ? AccessList.PUBLIC : role(role);
    }

    /** Whether a role has one of the privileges that a list of words names. */
    private boolean hasAny(long role, PrivilegeSubjects.Subject subject, Asked asked, String words) {
        boolean any = false;
        for (String word : words.split(",", -1)) {
            String upper = word.strip().toUpperCase(Locale.ROOT);
            boolean grantable = upper.endsWith(GRANT_OPTION);
            String plain = grantable ? upper.substring(0, upper.length() - GRANT_OPTION.length()) : upper;
            Privilege privilege = Privilege.named(plain)
                    .filter(asked.privileges()::contains)
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            "unrecognized privilege type: \"" + word.strip() + "\""));
            any |= subject.parts().stream()
                    .anyMatch(part -> grantable
                            ? mayGrant(role, subject, part, privilege)
                            : new Privileges(catalog.get().roles()).has(role, part, privilege));
        }
        return any;
    }

    private boolean mayGrant(long role, PrivilegeSubjects.Subject subject, CatalogObject part, Privilege privilege) {
        Roles roles = catalog.get().roles();
        return roles.hasPrivilegesOf(role, roles.ownerOf(subject.whole()))
                || new Privileges(roles)
                        .listOf(part)
                        .grantableBy(roles.inherited(role))
                        .contains(privilege);
    }
}
