package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.plan.Expressions;

/** Makes nodes of comparisons of rows, and of IN with lists: as PostgreSQL takes these apart. */
final class ComparisonReader {
    private final NodeReader nodes;
    private final BoundSyntax syntax;

    ComparisonReader(NodeReader nodes, BoundSyntax syntax) {
        this.nodes = nodes;
        this.syntax = syntax;
    }

    /** Returns the node of a comparison of rows. */
    Node ofRows(
            SyntaxExpression.Binary binary,
            SyntaxExpression.RowConstructor left,
            SyntaxExpression.RowConstructor right,
            Expression expression) {
        String sign = nodes.sign(binary.operator());
        if (sign.equals("=")) {
            return nodes.plain(expression);
        }
        if (sign.equals("<>") && expression instanceof Expression.Not(Expression equal)) {
            List<Expression> parts = equal instanceof Expression.And and ? and.operands() : List.of(equal);
            List<Node> unequal = new ArrayList<>();
            for (Expression part : parts) {
                if (!(part instanceof Expression.Call call)) {
                    throw new UnwrittenException("a comparison of rows");
                }
                unequal.add(nodes.infix("<>", call));
            }
            return unequal.size() == 1 ? unequal.getFirst() : new Node.Logical(Node.Logic.OR, unequal);
        }
        List<Expression.Call> pairs = new ArrayList<>();
        Expression rest = expression;
        while (rest instanceof Expression.Or or
                && or.operands().size() == 2
                && or.operands().getFirst() instanceof Expression.Call strict
                && or.operands().getLast() instanceof Expression.And and
                && and.operands().size() == 2) {
            pairs.add(strict);
            rest = and.operands().getLast();
        }
        if (!(rest instanceof Expression.Call last)) {
            throw new UnwrittenException("a comparison of rows");
        }
        pairs.add(last);
        if (pairs.size() != left.elements().size()
                || pairs.size() != right.elements().size()) {
            throw new UnwrittenException("a comparison of rows");
        }
        if (pairs.size() == 1) {
            return new Node.Operator(
                    sign,
                    nodes.of(last.arguments().get(0)),
                    nodes.of(last.arguments().get(1)));
        }
        return new Node.RowComparison(
                sign,
                pairs.stream().map(pair -> nodes.of(pair.arguments().get(0))).toList(),
                pairs.stream().map(pair -> nodes.of(pair.arguments().get(1))).toList());
    }

    /** Returns the node of IN with a list. */
    Node inList(SyntaxExpression.InList in, Expression expression) {
        if (!(expression instanceof Expression.Quantified test)) {
            return nodes.plain(expression);
        }
        Node operand = nodes.of(test.operand());
        List<Expression> fixed = test.elements().stream()
                .filter(element -> !readsColumns(element))
                .toList();
        String sign = in.negated() ? "<>" : "=";
        if (fixed.size() == test.elements().size()) {
            return new Node.Any(operand, sign, in.negated(), array(test.elements()));
        }
        List<Node> tests = new ArrayList<>();
        boolean together = fixed.size() > 1;
        if (together) {
            tests.add(new Node.Any(operand, sign, in.negated(), array(fixed)));
        }
        for (Expression element : test.elements()) {
            if (!together || readsColumns(element)) {
                tests.add(new Node.Operator(sign, operand, nodes.of(element)));
            }
        }
        return tests.size() == 1
                ? tests.getFirst()
                : new Node.Logical(in.negated() ? Node.Logic.AND : Node.Logic.OR, tests);
    }

    private static boolean readsColumns(Expression element) {
        return Expressions.any(element, part -> part instanceof Expression.ColumnReference);
    }

    /** Elements that are all relabelled alike are an array that is. */
    Node array(List<Expression> elements) {
        SqlType type = elements.getFirst().type();
        boolean relabelled = elements.stream()
                .allMatch(element -> element instanceof Expression.Relabel relabel
                        && relabel.type().equals(type)
                        && syntax.syntax(element).isEmpty()
                        && relabel.operand() instanceof Expression.Constant);
        SqlType arrays = type.arrayOid() == 0 ? type : new ArrayType(type);
        if (!relabelled) {
            return new Node.ArrayOf(nodes.all(elements), arrays);
        }
        List<Expression> operands = elements.stream()
                .map(element -> ((Expression.Relabel) element).operand())
                .toList();
        return new Node.Cast(new Node.ArrayOf(nodes.all(operands), arrays), arrays, Node.CastKind.OTHER, false);
    }
}
