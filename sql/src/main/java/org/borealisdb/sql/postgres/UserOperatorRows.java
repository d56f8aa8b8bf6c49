package org.borealisdb.sql.postgres;

import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.UserOperator;

/** The rows of operators that users made. Belongs to one task. */
final class UserOperatorRows {
    private final CatalogSnapshot catalog;

    UserOperatorRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void operators(SystemRows rows) {
        for (UserOperator operator : catalog.operators()) {
            rows.add()
                    .set("oid", operator.oid())
                    .set("oprname", operator.name())
                    .set("oprnamespace", operator.object().parent())
                    .set("oprowner", catalog.owner(operator.object()))
                    .set("oprkind", operator.left().isEmpty() ? 'l' : 'b')
                    .set(
                            "oprcanmerge",
                            operator.object().property(UserOperator.MERGES).isPresent())
                    .set(
                            "oprcanhash",
                            operator.object().property(UserOperator.HASHES).isPresent())
                    .set("oprleft", operator.left().map(SqlType::oid).orElse(0))
                    .set("oprright", operator.right().oid())
                    .set("oprresult", operator.number(UserOperator.RESULT))
                    .set("oprcom", operator.number(UserOperator.COMMUTATOR))
                    .set("oprnegate", operator.number(UserOperator.NEGATOR))
                    .set("oprcode", operator.number(UserOperator.FUNCTION))
                    .set("oprrest", operator.number(UserOperator.RESTRICT))
                    .set("oprjoin", operator.number(UserOperator.JOIN))
                    .end();
        }
    }
}
