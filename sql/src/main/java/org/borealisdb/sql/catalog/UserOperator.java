package org.borealisdb.sql.catalog;

import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/**
 * An operator that a user made, with its types as they are now.
 *
 * @param object its catalog object, whose name is {@link #signature}
 * @param schema the name of its schema
 * @param left the type of its left operand; missing if it stands before its only one
 * @param right the type of its right operand
 */
public record UserOperator(CatalogObject object, String schema, Optional<SqlType> left, SqlType right) {
    /** Property with the sign. */
    public static final String NAME = "name";

    /** Property with the number of the left operand's type. */
    public static final String LEFT = "left";

    /** Property with the number of the right operand's type. */
    public static final String RIGHT = "right";

    /** Property with the number of the function; one without it is only named by others so far. */
    public static final String FUNCTION = "function";

    /** Property with the number of the type of its result. */
    public static final String RESULT = "result";

    /** Property with the number of the operator with sides exchanged. */
    public static final String COMMUTATOR = "commutator";

    /** Property with the number of the operator with the opposite answer. */
    public static final String NEGATOR = "negator";

    /** Property with the number of the function that would estimate how many rows it selects. */
    public static final String RESTRICT = "restrict";

    /** Property with the number of the function that would estimate how many rows of a join it selects. */
    public static final String JOIN = "join";

    /** Property that is there if joins by it may hash. */
    public static final String HASHES = "hashes";

    /** Property that is there if joins by it may merge. */
    public static final String MERGES = "merges";

    /** Returns the name of the catalog object of an operator. */
    public static String signature(String name, Optional<SqlType> left, SqlType right) {
        return name + "(" + left.map(UserOperator::number).orElse("0") + "," + number(right) + ")";
    }

    private static String number(SqlType type) {
        return Integer.toUnsignedString(type.oid());
    }

    /** Returns the sign of the operator of a catalog object. */
    public static String nameOf(CatalogObject object) {
        return object.property(NAME).orElseThrow();
    }

    /** Reads an operator from its catalog object; empty if one of its types is not there any more. */
    public static Optional<UserOperator> of(CatalogObject object, SchemaReader reader) {
        Optional<SqlType> right = type(object, RIGHT, reader);
        Optional<SqlType> left = type(object, LEFT, reader);
        if (right.isEmpty() || (left.isEmpty() && object.property(LEFT).isPresent())) {
            return Optional.empty();
        }
        String schema = reader.object(CatalogKind.SCHEMA, object.parent())
                .map(CatalogObject::name)
                .orElse("");
        return Optional.of(new UserOperator(object, schema, left, right.get()));
    }

    private static Optional<SqlType> type(CatalogObject object, String property, SchemaReader reader) {
        return object.property(property).flatMap(oid -> reader.types().withOid(Integer.parseUnsignedInt(oid)));
    }

    /** Returns whether the operator of a catalog object has an operand or a result of a type. */
    public static boolean isOf(CatalogObject object, long type) {
        String oid = Long.toString(type);
        return Stream.of(LEFT, RIGHT, RESULT)
                .anyMatch(property ->
                        object.property(property).filter(oid::equals).isPresent());
    }

    /** Returns the sign. */
    public String name() {
        return nameOf(object);
    }

    /** Returns the number. */
    public int oid() {
        return (int) object.id();
    }

    /** Returns whether it is only named by others so far, and cannot be called. */
    public boolean isShell() {
        return object.property(FUNCTION).isEmpty();
    }

    /** Returns the number that a property has; 0 without it. */
    public int number(String property) {
        return object.property(property).map(Integer::parseUnsignedInt).orElse(0);
    }

    /** Returns it as those that are built in are. */
    public OperatorTable.Operator operator() {
        return new OperatorTable.Operator(
                oid(),
                name(),
                left.map(SqlType::physical).orElse(BuiltInType.VOID.type()),
                right.physical(),
                number(FUNCTION),
                number(COMMUTATOR),
                number(NEGATOR));
    }

    /** Returns the sign with the types of the operands, as messages have it. */
    public String shown() {
        return name() + "(" + left.map(SqlType::displayName).orElse("NONE") + "," + right.displayName() + ")";
    }

    /** Returns the sign with its schema, as SQL has it within {@code OPERATOR()}. */
    public String qualifiedName() {
        return Quoting.identifier(schema) + "." + name();
    }
}
