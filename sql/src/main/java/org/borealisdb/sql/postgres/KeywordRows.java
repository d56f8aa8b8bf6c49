package org.borealisdb.sql.postgres;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.parse.postgres.Keywords;
import org.borealisdb.sql.plan.RowFunction;

/** {@code pg_get_keywords()}, which drivers read to know what to quote. Stateless. */
final class KeywordRows {
    private static final CompositeType TYPE = new CompositeType(List.of(
            new CompositeType.Field("word", BuiltInType.TEXT.type()),
            new CompositeType.Field("catcode", BuiltInType.CHAR.type()),
            new CompositeType.Field("barelabel", BuiltInType.BOOL.type()),
            new CompositeType.Field("catdesc", BuiltInType.TEXT.type()),
            new CompositeType.Field("baredesc", BuiltInType.TEXT.type())));

    private KeywordRows() {}

    static RowFunction function() {
        return new RowFunction(
                1686,
                "pg_get_keywords",
                TYPE,
                () -> Keywords.all().stream().map(KeywordRows::row).toList());
    }

    private static BoxedRow row(Keywords.Listed keyword) {
        return BoxedRow.of(
                keyword.word(),
                (long) keyword.code(),
                keyword.bareLabel(),
                keyword.description(),
                keyword.bareLabel() ? "can be bare label" : "requires AS");
    }
}
