package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.scalar.ArrayPart;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.SpreadArguments;
import org.borealisdb.expr.scalar.WidenedDate;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.catalog.StoredNames;
import org.jspecify.annotations.Nullable;

/** Writes bound expressions as SQL, in the form that PostgreSQL shows stored expressions in. It can be parsed again. */
public final class ExpressionText {
    /** A name or number in parentheses that a cast follows. */
    private static final Pattern PARENTHESES_IN_CAST = Pattern.compile("(?<![\\w])\\((\\w+(?:\\.\\d+)?)\\)::");

    /** How the call of a function begins. */
    private static final Pattern CALL = Pattern.compile("[\\w\"]+\\(");

    /** Before a line that PostgreSQL begins anew, which takes the blank before it; no character of a text. */
    private static final String LINE = "\uFDD0\n";

    private static final int INDENT = 4;

    private final IntFunction<String> columns;
    private final IntFunction<String> parameters;
    private final Function<Expression, @Nullable String> given;
    private final boolean stored;
    private final SessionFormat format;
    private final boolean lines;
    private int indent;
    private int depth;
    private boolean pretty;

    /**
     * Makes a writer of what the catalog keeps, in which users' types, and the values of enums, are written by number: their names may change.
     *
     * @param columns gives the text of a column by its place
     */
    public static ExpressionText stored(IntFunction<String> columns) {
        return new ExpressionText(columns, true, SessionFormat.DEFAULT, true);
    }

    /**
     * Makes a writer of what definitions show.
     *
     * @param columns gives the text of a column by its place
     */
    public ExpressionText(IntFunction<String> columns) {
        this(columns, false, SessionFormat.DEFAULT, true);
    }

    /**
     * Makes a writer of what is shown to a session.
     *
     * @param columns gives the text of a column by its place
     * @param format the session's forms of values
     */
    public ExpressionText(IntFunction<String> columns, SessionFormat format) {
        this(columns, false, format, false);
    }

    /**
     * Makes a writer of what is shown to a session of a plan, in which some parameters stand for values of other nodes.
     *
     * @param columns gives the text of a column by its place
     * @param parameters gives the text of a parameter by its place
     * @param given gives the text of what is not written out
     * @param format the session's forms of values
     */
    ExpressionText(
            IntFunction<String> columns,
            IntFunction<String> parameters,
            Function<Expression, @Nullable String> given,
            SessionFormat format) {
        this(columns, parameters, given, false, format, false);
    }

    private ExpressionText(IntFunction<String> columns, boolean stored, SessionFormat format, boolean lines) {
        this(columns, ExpressionText::numbered, any -> null, stored, format, lines);
    }

    private ExpressionText(
            IntFunction<String> columns,
            IntFunction<String> parameters,
            Function<Expression, @Nullable String> given,
            boolean stored,
            SessionFormat format,
            boolean lines) {
        this.lines = lines;
        this.columns = columns;
        this.parameters = parameters;
        this.given = given;
        this.stored = stored;
        this.format = format;
    }

    /** Returns a parameter by its number, which counts from 1. */
    static String numbered(int parameter) {
        return "$" + (parameter + 1);
    }

    private String name(SqlType type) {
        if (!stored) {
            return type.exactName();
        }
        return type instanceof ArrayType array
                ? name(array.element()) + "[]"
                : type instanceof EnumType || type instanceof DomainType || type.category() == TypeCategory.COMPOSITE
                        ? "pg_catalog.\"" + Integer.toUnsignedString(type.oid()) + "\""
                        : type.exactName();
    }

    private String fieldName(Expression.Field field) {
        CompositeType type = (CompositeType) field.operand().type();
        return Quoting.identifier(
                stored && type.isNamed()
                        ? type.storedName(field.place())
                        : type.fields().get(field.place()).name());
    }

    /** Returns an expression as SQL. */
    public String of(Expression expression) {
        return whole(() -> {
            String instead = given.apply(expression);
            return instead == null ? written(expression) : instead;
        });
    }

    /** A part of what is written, or all of it: then lines begin where they should. */
    private String whole(Supplier<String> part) {
        depth++;
        String text;
        try {
            text = part.get();
        } finally {
            depth--;
        }
        return depth > 0 || !lines ? text : text.replace(" " + LINE, "\n").replace(LINE, "\n");
    }

    private String written(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> constant(constant);
            case Expression.ColumnReference column -> columns.apply(column.column());
            case Expression.Parameter parameter -> parameters.apply(parameter.index());
            case Expression.Call call -> call(call);
            case Expression.And and -> joined(and.operands(), " AND ");
            case Expression.Or or -> joined(or.operands(), " OR ");
            case Expression.Not not -> "(NOT " + of(not.operand()) + ")";
            case Expression.IsNull test -> "(" + of(test.operand()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
            case Expression.IsTruth test ->
                "(" + of(test.operand()) + " IS " + (test.negated() ? "NOT " : "")
                        + (test.truth() ? "TRUE)" : "FALSE)");
            case Expression.IsDistinct test ->
                "(" + of(test.left()) + " IS " + (test.negated() ? "NOT " : "") + "DISTINCT FROM " + of(test.right())
                        + ")";
            case Expression.Quantified test ->
                "(" + of(test.operand()) + " " + sign(test.operator()) + (test.all() ? " ALL " : " ANY ") + "("
                        + arrayOf(test.elements()) + "))";
            case Expression.QuantifiedArray test ->
                "(" + of(test.operand()) + " " + sign(test.operator()) + (test.all() ? " ALL " : " ANY ") + "("
                        + of(test.array()) + "))";
            case Expression.Case branches -> caseOf(branches);
            case Expression.Coalesce coalesce -> "COALESCE(" + list(coalesce.operands()) + ")";
            case Expression.Extreme extreme ->
                (extreme.greatest() ? "GREATEST(" : "LEAST(") + list(extreme.operands()) + ")";
            case Expression.NullIf nullIf -> "NULLIF(" + of(nullIf.left()) + ", " + of(nullIf.right()) + ")";
            case Expression.Relabel relabel -> relabelled(relabel);
            case Expression.ConvertByText convert -> cast(convert.operand(), convert.type());
            case Expression.ConvertElements convert -> cast(convert.operand(), convert.type());
            case Expression.Fit fit -> cast(withoutCastTo(fit.operand(), fit.type()), fit.type());
            case Expression.InDomain checked -> cast(checked.operand(), checked.domain());
            // Nothing in an empty one says what its elements are.
            case Expression.ArrayOf array ->
                array.elements().isEmpty() ? "ARRAY[]::" + name(array.type()) : "ARRAY[" + list(array.elements()) + "]";
            case Expression.RowOf row -> {
                String made = "ROW(" + list(row.fields()) + ")";
                yield row.type().builtIn().isPresent() ? made : made + "::" + name(row.type());
            }
            case Expression.Field field -> "(" + of(field.operand()) + ")." + fieldName(field);
            case Expression.Subscript subscript ->
                subscripted(subscript.array())
                        + subscript.indexes().stream()
                                .map(index -> "[" + of(index) + "]")
                                .collect(Collectors.joining());
        };
    }

    /** Returns a condition as SQL with fewer parentheses, as people want to read it. */
    public String pretty(Expression condition) {
        boolean before = pretty;
        pretty = true;
        try {
            return whole(() -> prettily(condition));
        } finally {
            pretty = before;
        }
    }

    private String prettily(Expression condition) {
        String text = switch (condition) {
            case Expression.And and -> prettyParts(and.operands(), " AND ");
            case Expression.Or or -> prettyParts(or.operands(), " OR ");
            default -> withoutOuter(of(condition));
        };
        String plain = PARENTHESES_IN_CAST.matcher(text).replaceAll("$1::");
        return plain.replace("((ARRAY[", "(ARRAY[").replace("])::", "]::");
    }

    private String prettyParts(List<Expression> parts, String word) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Expression.And and -> pretty(and);
                    case Expression.Or or -> "(" + pretty(or) + ")";
                    case Expression.Quantified any -> of(any);
                    case Expression.QuantifiedArray any -> of(any);
                    default -> withoutOuter(of(part));
                })
                .collect(Collectors.joining(word));
    }

    /** Returns whether an expression looks like the call of a function, which needs no parentheses around it. */
    public boolean isBareCall(Expression expression) {
        boolean call = expression instanceof Expression.Call
                || expression instanceof Expression.Coalesce
                || expression instanceof Expression.Extreme
                || expression instanceof Expression.NullIf;
        return call && CALL.matcher(of(expression)).lookingAt();
    }

    /** Returns an expression's text without the parentheses around all of it, if there are such. */
    public static String withoutOuter(String text) {
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return text;
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return text;
            }
        }
        return text.substring(1, text.length() - 1);
    }

    private static Expression withoutCastTo(Expression operand, SqlType type) {
        return operand instanceof Expression.Relabel relabel && relabel.type().sameTypeAs(type)
                ? relabel.operand()
                : operand;
    }

    /** Elements that are all relabelled alike are shown as an array that is. */
    private String arrayOf(List<Expression> elements) {
        SqlType type = elements.getFirst().type();
        boolean relabelled = elements.stream()
                .allMatch(element -> element instanceof Expression.Relabel relabel
                        && relabel.type().equals(type)
                        && relabel.operand() instanceof Expression.Constant);
        if (!relabelled) {
            return "ARRAY[" + list(elements) + "]";
        }
        List<Expression> operands = elements.stream()
                .map(element -> ((Expression.Relabel) element).operand())
                .toList();
        return "(ARRAY[" + list(operands) + "])::" + name(type) + "[]";
    }

    /** A part that has its own place between others, where no parentheses are needed. */
    private String argument(Expression expression) {
        String text = of(expression);
        boolean words = expression instanceof Expression.Call call
                && call.function().spelling() == ScalarFunction.Spelling.WORDS;
        boolean own = expression instanceof Expression.ArrayOf
                || expression instanceof Expression.Relabel
                || expression instanceof Expression.Field;
        return pretty && !words && !own ? withoutOuter(text) : text;
    }

    private String list(List<Expression> all) {
        return all.stream().map(this::argument).collect(Collectors.joining(", "));
    }

    private String joined(List<Expression> all, String word) {
        return "(" + all.stream().map(this::of).collect(Collectors.joining(word)) + ")";
    }

    private String constant(Expression.Constant constant) {
        SqlType type = constant.type();
        Object value = constant.value();
        if (value == null) {
            return type.is(BuiltInType.UNKNOWN) ? "NULL" : "NULL::" + name(type);
        }
        String text = stored ? StoredText.format(type, value) : TextOutput.format(type, value, format);
        if (type.is(BuiltInType.BOOL)) {
            return text.equals("t") ? "true" : "false";
        }
        boolean plainNumber = (type.is(BuiltInType.INT4) || type.is(BuiltInType.NUMERIC))
                && !text.isEmpty()
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
                && (type.is(BuiltInType.INT4) || text.contains("."));
        if (plainNumber) {
            return text;
        }
        // By number, so that the object may be renamed; shown by its name.
        return type.is(BuiltInType.REGCLASS)
                ? text + "::regclass"
                : Quoting.plainLiteral(text) + "::" + (type.is(BuiltInType.UNKNOWN) ? "text" : name(type));
    }

    /**
     * Returns a value with its COLLATE, without parentheses around, if it has one.
     *
     * @param pretty without parentheses that are not needed
     */
    public Optional<String> collated(Expression value, boolean pretty) {
        if (!(value instanceof Expression.Relabel relabel) || !isCollate(relabel)) {
            return Optional.empty();
        }
        String operand = pretty ? pretty(relabel.operand()) : of(relabel.operand());
        boolean bare = relabel.operand() instanceof Expression.ColumnReference || isBareCall(relabel.operand());
        return Optional.of((bare ? operand : "(" + operand + ")") + collate(relabel.type()));
    }

    private static boolean isCollate(Expression.Relabel relabel) {
        TextCollation collation = relabel.type().collation();
        return !collation.equals(relabel.operand().type().collation())
                && collation.derivation() == TextCollation.Derivation.EXPLICIT;
    }

    private String collate(SqlType type) {
        Collation collation = type.collation().collation();
        boolean byNumber = stored && collation.number() != 0;
        return " COLLATE " + (byNumber ? "pg_catalog.\"" + collation.number() + "\"" : collation.displayName());
    }

    private String relabelled(Expression.Relabel relabel) {
        Expression operand = relabel.operand();
        SqlType type = relabel.type();
        if (isCollate(relabel)) {
            return "(" + of(operand) + collate(type) + ")";
        }
        boolean collated = !type.collation().equals(operand.type().collation());
        return collated && type.sameTypeAs(operand.type()) ? of(operand) : cast(operand, type);
    }

    private String cast(Expression operand, SqlType type) {
        String text = of(operand);
        boolean simple = operand instanceof Expression.ColumnReference || text.startsWith("(");
        boolean whole = simple && !(operand instanceof Expression.ColumnReference);
        return (whole ? text : "(" + text + ")") + "::" + name(type);
    }

    private static Optional<OperatorTable.Operator> operator(ScalarFunction function) {
        return OperatorTable.builtIn().all().stream()
                .filter(operator -> operator.function() == function.oid())
                .findFirst();
    }

    private static String sign(ScalarFunction function) {
        return operator(function).map(OperatorTable.Operator::name).orElse(function.name());
    }

    /** A cast may take the modifier of its type as a second argument. */
    private static boolean isCast(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        boolean single = arguments.size() == 1
                || (arguments.size() == 2
                        && arguments.get(1) instanceof Expression.Constant modifier
                        && Objects.equals(modifier.value(), (long) call.type().modifier()));
        return single && isCast(call.function(), arguments.getFirst().type(), call.type());
    }

    private String call(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        ScalarFunction function = call.function();
        if (WidenedDate.is(call)) {
            return of(arguments.getFirst());
        }
        if (function.spelling() == ScalarFunction.Spelling.WORDS) {
            return CallWords.of(call, this::of).orElse(function.name());
        }
        if (function.spelling() == ScalarFunction.Spelling.USUAL && isCast(call)) {
            return cast(arguments.getFirst(), call.type());
        }
        Optional<OperatorTable.Operator> operator =
                function.oid() == 0 || function.spelling() == ScalarFunction.Spelling.CALL
                        ? Optional.empty()
                        : operator(function);
        if (operator.isPresent() && operator.get().isPrefix() && arguments.size() == 1) {
            if (operator.get().name().equals("-") && arguments.getFirst() instanceof Expression.Constant constant) {
                Object value = constant.value();
                return value == null
                        ? "NULL::" + call.type().exactName()
                        : "'-" + TextOutput.format(constant.type(), value, format) + "'::"
                                + call.type().exactName();
            }
            return "(" + operator.get().name() + " " + of(arguments.getFirst()) + ")";
        }
        if (operator.isPresent() && arguments.size() == 2) {
            String sign = operator.get().name();
            return "(" + operand(arguments.get(0), sign, true) + " " + sign + " "
                    + operand(arguments.get(1), sign, false) + ")";
        }
        if (function.body() instanceof ScalarFunction.General general && general.function() instanceof ArrayPart part) {
            return slice(part, arguments);
        }
        List<String> texts = new ArrayList<>();
        arguments.forEach(argument -> texts.add(argument(argument)));
        if (isSpread(function)) {
            texts.set(texts.size() - 1, "VARIADIC " + texts.getLast());
        }
        return name(function) + "(" + String.join(", ", texts) + ")";
    }

    private String name(ScalarFunction function) {
        if (!function.isOfUser()) {
            return Quoting.identifier(function.name());
        }
        return stored ? "pg_catalog." + StoredNames.function(Integer.toUnsignedLong(function.oid())) : function.name();
    }

    /** An operand of an infix operator, in parentheses unless the order of arithmetic makes them needless (PostgreSQL's isSimpleNode). */
    private String operand(Expression operand, String sign, boolean left) {
        String text = of(operand);
        if (!pretty
                || !(operand instanceof Expression.Call call)
                || call.arguments().size() != 2) {
            return text;
        }
        String inner =
                operator(call.function()).map(OperatorTable.Operator::name).orElse("");
        boolean isArithmetic = isSum(inner) || isProduct(inner);
        boolean needless = (isProduct(inner) && isSum(sign))
                || (left && isArithmetic && (isSum(inner) ? isSum(sign) : isProduct(sign)));
        return needless && call.function().spelling() == ScalarFunction.Spelling.USUAL ? withoutOuter(text) : text;
    }

    private static boolean isSum(String sign) {
        return sign.equals("+") || sign.equals("-");
    }

    private static boolean isProduct(String sign) {
        return sign.equals("*") || sign.equals("/") || sign.equals("%");
    }

    /** Whether the last argument of a call is the array of those that repeat. */
    private static boolean isSpread(ScalarFunction function) {
        return SpreadArguments.is(function)
                || (function.variadic() && function.arguments().getLast() instanceof ArrayType);
    }

    private String slice(ArrayPart part, List<Expression> arguments) {
        StringBuilder text = new StringBuilder(subscripted(arguments.getFirst()));
        int next = 1;
        for (ArrayPart.Bounds bounds : part.bounds()) {
            String lower = bounds.lower() ? of(arguments.get(next++)) : "";
            String upper = bounds.upper() ? of(arguments.get(next++)) : "";
            text.append('[').append(lower).append(':').append(upper).append(']');
        }
        return text.toString();
    }

    private static boolean isCast(ScalarFunction function, SqlType source, SqlType target) {
        if (source instanceof ArrayType || target instanceof ArrayType) {
            return false;
        }
        return CastTable.builtIn()
                .find(source, target)
                .filter(cast -> cast.function() == function.oid())
                .isPresent();
    }

    private String subscripted(Expression array) {
        return array instanceof Expression.ColumnReference || array instanceof Expression.Subscript
                ? of(array)
                : "(" + of(array) + ")";
    }

    private String caseOf(Expression.Case branches) {
        StringBuilder text = new StringBuilder(line("")).append("CASE");
        indent += INDENT;
        for (Expression.When when : branches.whens()) {
            text.append(line(" "))
                    .append("WHEN ")
                    .append(argument(when.condition()))
                    .append(" THEN ")
                    .append(argument(when.result()));
        }
        text.append(line(" ")).append("ELSE ").append(argument(branches.otherwise()));
        indent -= INDENT;
        return text.append(line(" ")).append("END").toString();
    }

    /** What comes before a word that begins a line in definitions. */
    private String line(String otherwise) {
        return lines ? LINE + " ".repeat(indent) : otherwise;
    }
}
