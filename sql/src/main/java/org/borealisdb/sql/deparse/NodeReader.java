package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.scalar.ArrayPart;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.WidenedDate;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.plan.Subquery;

/** Makes nodes of bound expressions: each part with its syntax as that has it, the rest as it was bound. */
final class NodeReader {
    private static final Map<Integer, String> SIGNS = new HashMap<>();

    private final BoundSyntax syntax;
    private final ViewNames names;
    private final CurrentNames current;
    private final CallReader calls;
    private final ComparisonReader comparisons;

    static {
        OperatorTable.builtIn().all().forEach(operator -> SIGNS.putIfAbsent(operator.function(), operator.name()));
    }

    /**
     * Makes a reader.
     *
     * @param names what names in the text stood for when it was made
     */
    NodeReader(BoundSyntax syntax, ViewNames names, CurrentNames current) {
        this.syntax = syntax;
        this.names = names;
        this.current = current;
        this.calls = new CallReader(this, syntax);
        this.comparisons = new ComparisonReader(this, syntax);
    }

    CallReader calls() {
        return calls;
    }

    BoundSyntax syntax() {
        return syntax;
    }

    /** Returns the node of a part of the statement. */
    Node of(SyntaxExpression part) {
        return of(bound(part));
    }

    Expression bound(SyntaxExpression part) {
        return syntax.bound(part).orElseThrow(() -> new UnwrittenException("a part that was not bound"));
    }

    /** Returns the node of an expression. */
    Node of(Expression expression) {
        Node node = inside(expression);
        for (SyntaxExpression part : syntax.around(expression)) {
            if (part instanceof SyntaxExpression.Unary unary) {
                node = new Node.Operator(sign(unary.operator()), null, node);
            } else if (part instanceof SyntaxExpression.Cast cast) {
                SqlType type = syntax.type(cast).orElseThrow();
                boolean same = type.isDeclaredAs(expression.type());
                node = same ? node : new Node.Cast(node, type, Node.CastKind.OTHER, true);
            }
        }
        return node;
    }

    private Node inside(Expression expression) {
        Optional<Expression> other = syntax.other(expression);
        if (other.isPresent()) {
            return of(other.get());
        }
        Optional<Node> column =
                syntax.column(expression).map(origin -> new Node.Column(origin.item(), origin.number()));
        if (column.isPresent()) {
            return column.get();
        }
        Optional<FromItem> row = syntax.row(expression);
        if (row.isPresent()) {
            return new Node.WholeRow(row.get(), expression.type());
        }
        return syntax.syntax(expression).map(part -> ofSyntax(part, expression)).orElseGet(() -> plain(expression));
    }

    List<Node> all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }

    private Node ofSyntax(SyntaxExpression part, Expression expression) {
        return switch (part) {
            case SyntaxExpression.Unary unary -> unary(unary, expression);
            case SyntaxExpression.Binary binary -> binary(binary, expression);
            case SyntaxExpression.IsNull test -> test(test.operand(), "NULL", test.negated(), false);
            case SyntaxExpression.IsTruth test ->
                test(test.operand(), test.test().name(), test.negated(), true);
            case SyntaxExpression.InList in -> comparisons.inList(in, expression);
            case SyntaxExpression.InQuery in -> {
                Node found = new Node.Subquery(
                        Node.SubqueryKind.ANY,
                        left(in.operand(), expression),
                        in.operand() instanceof SyntaxExpression.RowConstructor,
                        "=",
                        in.query(),
                        expression.type());
                yield in.negated() ? not(found) : found;
            }
            case SyntaxExpression.QuantifiedQuery test ->
                new Node.Subquery(
                        test.quantifier() == SyntaxExpression.Quantifier.ALL
                                ? Node.SubqueryKind.ALL
                                : Node.SubqueryKind.ANY,
                        left(test.left(), expression),
                        test.left() instanceof SyntaxExpression.RowConstructor,
                        sign(test.operator()),
                        test.query(),
                        expression.type());
            case SyntaxExpression.Exists exists ->
                new Node.Subquery(Node.SubqueryKind.EXISTS, List.of(), false, "", exists.query(), expression.type());
            case SyntaxExpression.ScalarQuery query ->
                new Node.Subquery(Node.SubqueryKind.VALUE, List.of(), false, "", query.query(), expression.type());
            case SyntaxExpression.ArrayQuery query ->
                new Node.Subquery(Node.SubqueryKind.ARRAY, List.of(), false, "", query.query(), expression.type());
            case SyntaxExpression.QuantifiedArray test -> quantified(test, expression);
            case SyntaxExpression.Between between
            when between.negated() && expression instanceof Expression.Not(Expression inside) -> outside(inside);
            case SyntaxExpression.PatternMatch match -> pattern(match, expression);
            case SyntaxExpression.FunctionCall call -> calls.of(call, expression);
            case SyntaxExpression.CurrentValue value ->
                new Node.Words(value.kind().name() + (value.precision() < 0 ? "" : "(" + value.precision() + ")"));
            case SyntaxExpression.Cast cast -> cast(cast, expression);
            case SyntaxExpression.Case branches
            when branches.operand() != null && expression instanceof Expression.Case made ->
                new Node.Case(
                        of(branches.operand()),
                        made.whens().stream()
                                .map(when -> new Node.When(compared(when.condition()), of(when.result())))
                                .toList(),
                        of(made.otherwise()));
            case SyntaxExpression.Subscript subscript -> subscripts(subscript);
            case SyntaxExpression.Collate collate
            when expression instanceof Expression.Relabel relabel ->
                new Node.Collate(
                        of(relabel.operand()),
                        current.collation(expression.type().collation().collation()));
            case SyntaxExpression.GroupingCall call ->
                new Node.Special(
                        "GROUPING", call.arguments().stream().map(this::of).toList());
            case SyntaxExpression.ColumnReference reference
            when expression instanceof Expression.Constant -> throw new UnwrittenException("a column that is known");
            case SyntaxExpression.ArrayConstructor array
            when !(expression instanceof Expression.ArrayOf) -> throw new UnwrittenException("an array");
            case SyntaxExpression.ColumnReference reference
            when expression instanceof Expression.Call call -> ofRow(call);
            case SyntaxExpression.FieldSelection field when expression instanceof Expression.Call call -> ofRow(call);
            default -> plain(expression);
        };
    }

    /** A function of a user with a row as its only argument may be written as if it were a field of that. */
    private Node ofRow(Expression.Call call) {
        String name = call.function().isOfUser()
                ? current.function(Integer.toUnsignedLong(call.function().oid()))
                        .orElse("")
                : "";
        if (name.isEmpty() || call.arguments().size() != 1 || call.function().variadic()) {
            return plain(call);
        }
        return new Node.Call(name, List.of(), all(call.arguments()), false);
    }

    /** What a value of CASE is compared with. */
    private Node compared(Expression condition) {
        if (condition instanceof Expression.Call call && call.arguments().size() == 2) {
            return of(call.arguments().get(1));
        }
        throw new UnwrittenException("a CASE that compares otherwise");
    }

    /** What is not between bounds is below one or above the other. */
    private Node outside(Expression between) {
        if (between instanceof Expression.Or(List<Expression> either)) {
            return new Node.Logical(
                    Node.Logic.AND, either.stream().map(this::outside).toList());
        }
        if (!(between instanceof Expression.And(List<Expression> both))
                || !(both.getFirst() instanceof Expression.Call low)
                || !(both.getLast() instanceof Expression.Call high)) {
            throw new UnwrittenException("a range");
        }
        return new Node.Logical(Node.Logic.OR, List.of(infix("<", low), infix(">", high)));
    }

    /** Returns an operator between the arguments of a call. */
    Node infix(String sign, Expression.Call call) {
        return new Node.Operator(
                sign,
                of(withoutWidening(call.arguments().get(0))),
                of(withoutWidening(call.arguments().get(1))));
    }

    private static Node not(Node operand) {
        return new Node.Logical(Node.Logic.NOT, List.of(operand));
    }

    private Node test(SyntaxExpression operand, String word, boolean negated, boolean ofTruth) {
        return new Node.Test(typed(operand), (negated ? "IS NOT " : "IS ") + word, ofTruth);
    }

    /** A part that is read as a value by itself: a literal is a text. */
    Node typed(SyntaxExpression part) {
        Expression bound = bound(part);
        return bound instanceof Expression.Constant constant && constant.type().is(BuiltInType.UNKNOWN)
                ? new Node.Constant(BuiltInType.TEXT.type(), constant.value())
                : of(bound);
    }

    private Node unary(SyntaxExpression.Unary unary, Expression expression) {
        if (!(expression instanceof Expression.Call call) || call.arguments().size() != 1) {
            return plain(expression);
        }
        String sign = sign(unary.operator());
        Expression operand = call.arguments().getFirst();
        if (sign.equals("-")
                && operand instanceof Expression.Constant constant
                && isNumber(constant)
                && constant.value() != null
                && unary.operand() instanceof SyntaxExpression.Literal) {
            return new Node.Constant(constant.type(), new Negated(constant.value()));
        }
        return new Node.Operator(sign, null, of(operand));
    }

    /** A number that a minus sign stands before. */
    record Negated(Object value) {}

    private static boolean isNumber(Expression.Constant constant) {
        return constant.type().is(BuiltInType.INT4)
                || constant.type().is(BuiltInType.INT8)
                || constant.type().is(BuiltInType.NUMERIC);
    }

    private Node binary(SyntaxExpression.Binary binary, Expression expression) {
        if (binary.left() instanceof SyntaxExpression.RowConstructor left) {
            if (binary.right() instanceof SyntaxExpression.RowConstructor right) {
                return comparisons.ofRows(binary, left, right, expression);
            }
            if (binary.right() instanceof SyntaxExpression.ScalarQuery query) {
                return new Node.Subquery(
                        Node.SubqueryKind.ROW,
                        left.elements().stream().map(this::typed).toList(),
                        true,
                        sign(binary.operator()),
                        query.query(),
                        expression.type());
            }
        }
        if (expression instanceof Expression.Call call && call.arguments().size() == 2) {
            return infix(sign(binary.operator()), call);
        }
        throw new UnwrittenException("an operator that is no call");
    }

    /** Dates are compared with times as such. */
    private static Expression withoutWidening(Expression operand) {
        return operand instanceof Expression.Call call && WidenedDate.is(call)
                ? call.arguments().getFirst()
                : operand;
    }

    /** What is compared with the rows of a subquery. */
    private List<Node> left(SyntaxExpression operand, Expression expression) {
        if (operand instanceof SyntaxExpression.RowConstructor row) {
            return row.elements().stream().map(this::typed).toList();
        }
        Expression test = expression instanceof Expression.Not not ? not.operand() : expression;
        return List.of(test instanceof Expression.QuantifiedArray any ? of(any.operand()) : typed(operand));
    }

    private Node quantified(SyntaxExpression.QuantifiedArray test, Expression expression) {
        if (!(expression instanceof Expression.QuantifiedArray any)) {
            return plain(expression);
        }
        return new Node.Any(
                of(any.operand()),
                sign(test.operator()),
                test.quantifier() == SyntaxExpression.Quantifier.ALL,
                of(any.array()));
    }

    private Node pattern(SyntaxExpression.PatternMatch match, Expression expression) {
        if (!(expression instanceof Expression.Call call) || call.arguments().size() != 2) {
            throw new UnwrittenException("a pattern that is no call");
        }
        String sign = switch (match.kind()) {
            case LIKE -> "~~";
            case ILIKE -> "~~*";
            case SIMILAR -> "~";
        };
        return new Node.Operator(
                match.negated() ? "!" + sign : sign,
                of(call.arguments().get(0)),
                of(call.arguments().get(1)));
    }

    private Node cast(SyntaxExpression.Cast cast, Expression expression) {
        Optional<SqlType> named = syntax.type(cast);
        Optional<Expression> operand = syntax.bound(cast.operand());
        if (named.isEmpty() || operand.isEmpty()) {
            return plain(expression);
        }
        SqlType type = named.get();
        Expression given = operand.get();
        if (given instanceof Expression.Constant literal && literal.type().is(BuiltInType.UNKNOWN)) {
            Expression made = expression instanceof Expression.InDomain checked ? checked.operand() : expression;
            Expression inside = made instanceof Expression.Fit fit ? fit.operand() : made;
            if (!(unlabelled(inside) instanceof Expression.Constant constant)) {
                return plain(expression);
            }
            if (type instanceof ArrayType) {
                return new Node.Constant(type, constant.value());
            }
            Node value = new Node.Constant(constant.type(), constant.value());
            boolean fitted = type.modifier() >= 0 && constant.type().modifier() != type.modifier();
            return fitted || !type.physical().equals(type)
                    ? new Node.Cast(value, type, Node.CastKind.OTHER, true)
                    : value;
        }
        boolean same = isAlike(given.type(), type);
        return same ? of(given) : new Node.Cast(of(given), type, kind(expression, given), true);
    }

    private static boolean isAlike(SqlType type, SqlType other) {
        return type.isDeclaredAs(other)
                && type.declared().modifier() == other.declared().modifier();
    }

    private static Expression unlabelled(Expression value) {
        return value instanceof Expression.Relabel relabel
                        && relabel.type().sameTypeAs(relabel.operand().type())
                ? relabel.operand()
                : value;
    }

    @SuppressWarnings("ReferenceEquality") // The part itself is meant, not one like it.
    private static Node.CastKind kind(Expression conversion, Expression given) {
        boolean function =
                conversion != given && (conversion instanceof Expression.Fit || conversion instanceof Expression.Call);
        return function ? Node.CastKind.FUNCTION : Node.CastKind.OTHER;
    }

    private Node subscripts(SyntaxExpression.Subscript last) {
        List<SyntaxExpression.Subscript> chain = new ArrayList<>();
        SyntaxExpression operand = last;
        boolean together = true;
        while (together && operand instanceof SyntaxExpression.Subscript subscript) {
            chain.addFirst(subscript);
            operand = subscript.operand();
            together = !subscript.isApart();
        }
        boolean slice = chain.stream().anyMatch(SyntaxExpression.Subscript::isSlice);
        List<Node.Bounds> bounds = new ArrayList<>();
        for (SyntaxExpression.Subscript subscript : chain) {
            Node lower = subscript.lower() == null ? null : typed(subscript.lower());
            Node upper = subscript.upper() == null ? null : typed(subscript.upper());
            boolean upperOnly = slice && !subscript.isSlice();
            bounds.add(
                    upperOnly
                            ? new Node.Bounds(new Node.Constant(BuiltInType.INT4.type(), 1L), lower, true)
                            : new Node.Bounds(lower, upper, subscript.isSlice()));
        }
        return new Node.Subscripts(of(operand), bounds);
    }

    /** Returns the sign of an operator as it is now. */
    String sign(QualifiedName operator) {
        Long made = names.functions().get(operator.position());
        if (made != null) {
            return current.operator(made).orElseThrow(() -> new UnwrittenException("an operator that is gone"));
        }
        return operator.last().equals("!=") ? "<>" : operator.last();
    }

    /** Returns the name of a function as it is now. */
    String function(QualifiedName function) {
        Long made = names.functions().get(function.position());
        if (made != null) {
            return current.function(made).orElseThrow(() -> new UnwrittenException("a function that is gone"));
        }
        return Quoting.identifier(function.last());
    }

    /** Returns whether a name in the text is that of a function which a user made. */
    boolean isOfUser(QualifiedName function) {
        return names.functions().containsKey(function.position());
    }

    /** The node of an expression that has no syntax of its own. */
    Node plain(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> new Node.Constant(constant.type(), constant.value());
            case Expression.ColumnReference column -> throw new UnwrittenException("a column of nothing");
            case Expression.Parameter parameter
            when parameter.index() < BindContext.FIRST_SLOT -> new Node.Parameter(parameter.index());
            case Expression.Parameter parameter -> throw new UnwrittenException("a value of nothing");
            case Expression.Call call -> call(call);
            case Expression.And and -> new Node.Logical(Node.Logic.AND, all(and.operands()));
            case Expression.Or or -> new Node.Logical(Node.Logic.OR, all(or.operands()));
            case Expression.Not not -> not(of(not.operand()));
            case Expression.IsNull test ->
                new Node.Test(of(test.operand()), test.negated() ? "IS NOT NULL" : "IS NULL", false);
            case Expression.IsTruth test ->
                new Node.Test(
                        of(test.operand()),
                        (test.negated() ? "IS NOT " : "IS ") + (test.truth() ? "TRUE" : "FALSE"),
                        true);
            case Expression.IsDistinct test -> {
                Node distinct = new Node.Distinct(of(test.left()), of(test.right()));
                yield test.negated() ? not(distinct) : distinct;
            }
            case Expression.Quantified test ->
                new Node.Any(
                        of(test.operand()),
                        builtInSign(test.operator()),
                        test.all(),
                        comparisons.array(test.elements()));
            case Expression.QuantifiedArray test ->
                new Node.Any(of(test.operand()), builtInSign(test.operator()), test.all(), of(test.array()));
            case Expression.Case branches ->
                new Node.Case(
                        null,
                        branches.whens().stream()
                                .map(when -> new Node.When(of(when.condition()), of(when.result())))
                                .toList(),
                        of(branches.otherwise()));
            case Expression.Coalesce coalesce -> new Node.Special("COALESCE", all(coalesce.operands()));
            case Expression.Extreme extreme ->
                new Node.Special(extreme.greatest() ? "GREATEST" : "LEAST", all(extreme.operands()));
            case Expression.NullIf nullIf -> new Node.Special("NULLIF", List.of(of(nullIf.left()), of(nullIf.right())));
            case Expression.Relabel _, Expression.ConvertByText _, Expression.ConvertElements _ ->
                conversion(expression);
            case Expression.Fit _, Expression.InDomain _ -> conversion(expression);
            case Expression.ArrayOf array -> new Node.ArrayOf(all(array.elements()), array.type());
            case Expression.RowOf row -> {
                Node made = new Node.Row(all(row.fields()));
                yield row.type().oid() == BuiltInType.RECORD.type().oid()
                        ? made
                        : new Node.Cast(made, row.type(), Node.CastKind.OTHER, false);
            }
            case Expression.Field field -> new Node.Field(of(field.operand()), fieldName(field));
            case Expression.Subscript subscript ->
                new Node.Subscripts(
                        of(subscript.array()),
                        subscript.indexes().stream()
                                .map(index -> new Node.Bounds(of(index), null, false))
                                .toList());
        };
    }

    private static String fieldName(Expression.Field field) {
        CompositeType type = (CompositeType) field.operand().type();
        return type.fields().get(field.place()).name();
    }

    /** A conversion that nobody wrote: one cast, however many steps it takes. */
    @SuppressWarnings("ReferenceEquality") // The part itself is meant, not one like it.
    private Node conversion(Expression expression) {
        Expression inside = expression;
        while (syntax.other(inside).isEmpty()
                && syntax.column(inside).isEmpty()
                && syntax.row(inside).isEmpty()
                && (inside == expression || syntax.syntax(inside).isEmpty())) {
            Optional<Expression> operand = converted(inside);
            if (operand.isEmpty()) {
                break;
            }
            inside = operand.get();
        }
        SqlType type = expression instanceof Expression.InDomain checked ? checked.domain() : expression.type();
        boolean same = isAlike(type, inside.type());
        return same ? of(inside) : new Node.Cast(of(inside), type, kind(expression, inside), false);
    }

    /** Returns what an expression is a conversion of, if it is one. */
    Optional<Expression> converted(Expression expression) {
        return Optional.ofNullable(
                switch (expression) {
                    case Expression.Relabel relabel -> relabel.operand();
                    case Expression.ConvertByText convert -> convert.operand();
                    case Expression.ConvertElements convert -> convert.operand();
                    case Expression.Fit fit -> fit.operand();
                    case Expression.InDomain checked -> checked.operand();
                    case Expression.Call call
                    when isCast(call) -> call.arguments().getFirst();
                    default -> null;
                });
    }

    private boolean isCast(Expression.Call call) {
        ScalarFunction function = call.function();
        return !call.arguments().isEmpty()
                && function.spelling() == ScalarFunction.Spelling.USUAL
                && Subquery.of(call).isEmpty()
                && !SIGNS.containsKey(function.oid())
                && function.oid() != 0
                && isCast(function, call.arguments().getFirst().type(), call.type());
    }

    private boolean isCast(ScalarFunction function, SqlType source, SqlType target) {
        return function.isOfUser()
                ? names.casts().stream()
                        .anyMatch(cast -> cast.function() == function.oid()
                                && cast.source() == source.oid()
                                && cast.target() == target.oid())
                : !(source instanceof ArrayType)
                        && !(target instanceof ArrayType)
                        && CastTable.builtIn()
                                .find(source, target)
                                .filter(cast -> cast.function() == function.oid())
                                .isPresent();
    }

    private Node call(Expression.Call call) {
        ScalarFunction function = call.function();
        List<Expression> arguments = call.arguments();
        if (Subquery.of(call).isPresent()) {
            throw new UnwrittenException("a subquery without its syntax");
        }
        if (WidenedDate.is(call)) {
            return of(arguments.getFirst());
        }
        if (function.spelling() == ScalarFunction.Spelling.WORDS) {
            return new Node.WordyCall(call);
        }
        if (isCast(call)) {
            return conversion(call);
        }
        String sign = function.spelling() == ScalarFunction.Spelling.CALL || function.oid() == 0
                ? null
                : SIGNS.get(function.oid());
        if (sign != null && arguments.size() == 2) {
            return infix(sign, call);
        }
        boolean part =
                function.body() instanceof ScalarFunction.General general && general.function() instanceof ArrayPart;
        if (function.isOfUser() || part || sign != null) {
            throw new UnwrittenException("a call without its name");
        }
        return new Node.Call(Quoting.identifier(function.name()), List.of(), all(arguments), false);
    }

    private static String builtInSign(ScalarFunction operator) {
        String sign = SIGNS.get(operator.oid());
        if (sign == null) {
            throw new UnwrittenException("an operator without its sign");
        }
        return sign;
    }
}
