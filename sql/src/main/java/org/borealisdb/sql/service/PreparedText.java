package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.SqlStatement;
import org.jspecify.annotations.Nullable;

/** A prepared statement, with its plan as long as that is good. Belongs to a session. */
final class PreparedText implements SqlStatement {
    final String text;
    final Optional<Statement> statement;
    final List<SqlType> parameterTypes;
    final Optional<ResultShape> shape;
    final LiftedNumbers lifted;

    @Nullable
    StatementPlan plan;

    PreparedText(
            String text,
            Optional<Statement> statement,
            List<SqlType> parameterTypes,
            Optional<ResultShape> shape,
            LiftedNumbers lifted,
            @Nullable StatementPlan plan) {
        this.text = text;
        this.statement = statement;
        this.parameterTypes = List.copyOf(parameterTypes);
        this.shape = shape;
        this.lifted = lifted;
        this.plan = plan;
    }

    @Override
    public List<SqlType> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public Optional<ResultShape> shape() {
        return shape;
    }
}
