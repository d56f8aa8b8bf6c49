package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.execute.Execution;

/**
 * The columns of a table whose values must be by the rules of a domain, where values come without being bound.
 *
 * @param values each with its rules, over the table's rows
 */
record DomainColumns(List<Expression> values) {
    DomainColumns {
        values = List.copyOf(values);
    }

    /** Returns those among the columns at some places. */
    static DomainColumns of(TableDefinition table, List<Integer> places, TypeLookup types) {
        List<Expression> values = new ArrayList<>();
        for (int place : places) {
            TableColumn column = table.columns().get(place);
            SqlType declared = column.declared();
            SqlType domain = declared instanceof ArrayType array ? array.element() : declared;
            types.rules(domain)
                    .filter(rules -> !rules.isEmpty())
                    .ifPresent(rules -> values.add(new Expression.InDomain(
                            new Expression.ColumnReference(place, column.type()),
                            declared,
                            rules,
                            declared instanceof ArrayType)));
        }
        return new DomainColumns(values);
    }

    /** Fails if a value of a row is against a rule. */
    void verify(Execution execution, RowSource row) {
        for (Expression value : values) {
            execution.value(value, row);
        }
    }
}
