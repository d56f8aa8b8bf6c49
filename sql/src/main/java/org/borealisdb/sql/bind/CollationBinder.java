package org.borealisdb.sql.bind;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Tells which collation a value has: the one that is written, or that of its type. */
final class CollationBinder {
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    private final BindContext context;

    CollationBinder(BindContext context) {
        this.context = context;
    }

    /** COLLATION FOR: the name of a collation in quotes; NULL for a literal without a type. */
    Expression collationFor(SyntaxExpression syntax, Expression value) {
        SqlType type = value.type();
        if (syntax instanceof SyntaxExpression.Collate collate) {
            return new Expression.Constant(TEXT, "\"" + collate.collation().last() + "\"");
        }
        if (type.is(BuiltInType.UNKNOWN)) {
            return new Expression.Constant(TEXT, null);
        }
        if (type.category() != TypeCategory.STRING) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "collations are not supported by type " + type.nameWithoutModifier(),
                    -1);
        }
        return new Expression.Constant(TEXT, type.is(BuiltInType.NAME) ? "\"C\"" : "\"default\"");
    }
}
