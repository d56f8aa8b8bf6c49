package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.plan.RowFunction;

/** Functions that make access lists of rows, and rows of access lists. Belongs to one task. */
final class AccessItems {
    private static final SqlType ITEM = BuiltInType.ACLITEM.type();
    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final CompositeType EXPLODED = new CompositeType(List.of(
            new CompositeType.Field("grantor", OID),
            new CompositeType.Field("grantee", OID),
            new CompositeType.Field("privilege_type", TEXT),
            new CompositeType.Field("is_grantable", BOOL)));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private final Supplier<Roles> roles;
    private final Consumer<ScalarFunction> target;
    private final Consumer<RowFunction> rowTarget;

    AccessItems(Supplier<Roles> roles, Consumer<ScalarFunction> target, Consumer<RowFunction> rowTarget) {
        this.roles = roles;
        this.target = target;
        this.rowTarget = rowTarget;
    }

    void declare() {
        rowTarget.accept(new RowFunction(
                1689,
                "aclexplode",
                List.of(new CompositeType.Field("acl", BuiltInType.ACLITEM.array())),
                EXPLODED,
                true,
                arguments -> exploded((ArrayValue) arguments[0])));
        declare(
                1365,
                "makeaclitem",
                ITEM,
                arguments ->
                        made((Long) arguments[0], (Long) arguments[1], (String) arguments[2], (Boolean) arguments[3]),
                OID,
                OID,
                TEXT,
                BOOL);
        declare(
                1037,
                "aclcontains",
                BOOL,
                arguments -> contains((ArrayValue) arguments[0], (String) arguments[1]),
                BuiltInType.ACLITEM.array(),
                ITEM);
    }

    /** A body over arguments that are not NULL. */
    private interface Body {
        Object call(Object[] arguments);
    }

    private void declare(int oid, String name, SqlType result, Body body, SqlType... arguments) {
        target.accept(new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                result,
                true,
                Volatility.IMMUTABLE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values))));
    }

    private List<BoxedRow> exploded(ArrayValue list) {
        if (list.dimensions() > 1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "ACL arrays must be one-dimensional");
        }
        List<BoxedRow> rows = new ArrayList<>();
        for (Object element : list.elements()) {
            if (element == null) {
                throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "ACL arrays must not contain null values");
            }
            AccessList.Item item = parse((String) element);
            for (Privilege privilege : Privilege.values()) {
                if (item.privileges().contains(privilege)) {
                    boolean grantable = item.grantable().contains(privilege);
                    rows.add(BoxedRow.of(item.grantor(), item.grantee(), privilege.name(), grantable));
                }
            }
        }
        return rows;
    }

    private String made(long grantee, long grantor, String privilege, boolean grantable) {
        Set<Privilege> set = Set.of(Privilege.named(privilege)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + privilege + "\"")));
        AccessList.Item item = new AccessList.Item(grantee, grantor, set, grantable ? set : Set.of());
        return new AccessList(List.of(item)).shown(this::nameOf).getFirst();
    }

    private String nameOf(long role) {
        return roles.get().withId(role).isPresent() ? roles.get().nameOf(role) : Long.toString(role);
    }

    private boolean contains(ArrayValue list, String wanted) {
        AccessList.Item item = parse(wanted);
        return list.elements().stream()
                .map(element -> parse((String) element))
                .anyMatch(each -> each.grantee() == item.grantee()
                        && each.grantor() == item.grantor()
                        && each.privileges().containsAll(item.privileges())
                        && each.grantable().containsAll(item.grantable()));
    }

    /** Reads an item as PostgreSQL writes it: grantee, {@code =}, letters, {@code /}, grantor. */
    private AccessList.Item parse(String text) {
        int[] at = {0};
        String grantee = name(text, at);
        if (at[0] >= text.length() || text.charAt(at[0]) != '=') {
            throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "missing \"=\" sign");
        }
        int slash = text.indexOf('/', at[0]);
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        Set<Privilege> grantable = EnumSet.noneOf(Privilege.class);
        int end = slash < 0 ? text.length() : slash;
        for (int place = at[0] + 1; place < end; place++) {
            char letter = text.charAt(place);
            boolean option = letter == '*' && !privileges.isEmpty();
            (option ? grantable : privileges).add(privilege(option ? text.charAt(place - 1) : letter));
        }
        at[0] = end + 1;
        long grantor = slash < 0 ? roles.get().first() : role(name(text, at));
        return new AccessList.Item(
                grantee.isEmpty() ? AccessList.PUBLIC : role(grantee), grantor, privileges, grantable);
    }

    private static Privilege privilege(char letter) {
        return Arrays.stream(Privilege.values())
                .filter(each -> each.letter() == letter)
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_TEXT_REPRESENTATION,
                        "invalid mode character: must be one of \"arwdDxtXUCTcsA\""));
    }

    /** Reads a name, which may stand in double quotes, and moves behind it. */
    private static String name(String text, int[] at) {
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        while (at[0] < text.length()) {
            char next = text.charAt(at[0]);
            boolean doubled = next == '"' && at[0] + 1 < text.length() && text.charAt(at[0] + 1) == '"';
            if (next == '"' && !(quoted && doubled)) {
                quoted = !quoted;
            } else if (!quoted && (next == '=' || next == '/')) {
                break;
            } else {
                name.append(next);
                at[0] += next == '"' ? 1 : 0;
            }
            at[0]++;
        }
        return name.toString();
    }

    /** The number of a role by its name, or by the number that stands for a name that is gone. */
    private long role(String name) {
        Optional<Long> known = roles.get().named(name).map(Role::id);
        if (known.isEmpty() && NUMBER.matcher(name).matches()) {
            return Long.parseLong(name);
        }
        return known.orElseThrow(
                () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }
}
