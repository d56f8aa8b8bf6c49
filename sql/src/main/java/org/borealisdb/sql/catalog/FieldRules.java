package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;

/** The rules of rows that have fields of domains. Stateless. */
final class FieldRules {
    private FieldRules() {}

    /** Returns the rules of the fields, which hold for a row that is not NULL itself; none if no field is of a domain that has any. */
    static Optional<DomainRules> of(CompositeType type, TypeLookup types) {
        Expression row = new Expression.ColumnReference(0, type);
        List<DomainRules.Check> checks = new ArrayList<>();
        for (int place = 0; place < type.fields().size(); place++) {
            CompositeType.Field field = type.fields().get(place);
            boolean elements = field.declared() instanceof ArrayType;
            SqlType ruled = field.declared() instanceof ArrayType array ? array.element() : field.declared();
            Optional<DomainRules> found = types.rules(ruled).filter(each -> !each.isEmpty());
            if (found.isPresent()) {
                Expression value = new Expression.InDomain(
                        new Expression.Field(row, place, field.type()), field.declared(), found.get(), elements);
                checks.add(new DomainRules.Check(field.name(), evaluated(row, value)));
            }
        }
        return checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new DomainRules(
                        type.displayName(), new DomainRules.Named("", type.displayName()), false, checks));
    }

    /** Returns the rule that the elements of arrays are by those of their type; none if it has no rules. */
    static Optional<DomainRules.Check> ofElements(SqlType type, TypeLookup types) {
        if (!(type instanceof ArrayType array)) {
            return Optional.empty();
        }
        Expression value = new Expression.ColumnReference(0, type.physical());
        return types.rules(array.element())
                .filter(each -> !each.isEmpty())
                .map(rules -> new DomainRules.Check(
                        array.element().displayName(),
                        evaluated(value, new Expression.InDomain(value, type, rules, true))));
    }

    /** A condition that always holds, if the value can be evaluated. */
    private static Expression evaluated(Expression row, Expression value) {
        return new Expression.Or(List.of(
                new Expression.IsNull(row, false),
                new Expression.IsNull(value, false),
                new Expression.IsNull(value, true)));
    }
}
