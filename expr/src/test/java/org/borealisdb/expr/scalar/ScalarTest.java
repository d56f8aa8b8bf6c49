package org.borealisdb.expr.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.OperatorTable.Operator;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.runtime.random.RandomSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalarTest {
    /** All bits are set. */
    private static final class Ones implements RandomSource {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }

        @Override
        public void nextBytes(byte[] target) {
            Arrays.fill(target, (byte) -1);
        }
    }

    private static final EvaluationContext CONTEXT =
            new EvaluationContext(SessionFormat.DEFAULT, 0, 0, () -> 0, new Ones(), () -> {});
    private static final FunctionCatalog FUNCTIONS = FunctionCatalog.builtIn();
    private static final Resolution RESOLUTION = new Resolution(CastTable::builtIn);

    private static Expression constant(BuiltInType type, String text) {
        return new Expression.Constant(type.type(), new TextInput(SessionFormat.DEFAULT, 0).parse(type.type(), text));
    }

    private static Expression nothing(BuiltInType type) {
        return new Expression.Constant(type.type(), null);
    }

    private static @Nullable Object evaluate(Expression expression) {
        return EvaluatorCompiler.box(EvaluatorCompiler.compile(expression), expression.type(), new Frame(CONTEXT));
    }

    private static String text(Expression expression) {
        Object value = evaluate(expression);
        return value == null ? "NULL" : TextOutput.format(expression.type(), value, SessionFormat.DEFAULT);
    }

    private static Expression call(String name, Expression... arguments) {
        List<SqlType> types = new ArrayList<>();
        for (Expression argument : arguments) {
            types.add(argument.type());
        }
        ScalarFunction function = FUNCTIONS.named(name).stream()
                .filter(candidate -> candidate.arguments().equals(types))
                .findFirst()
                .orElseThrow();
        return new Expression.Call(function, List.of(arguments), function.result());
    }

    @Test
    void aRandomNumberIsBelowOne() {
        assertThat(text(call("random"))).isEqualTo("0.9999999999999998");
    }

    @Test
    void randomUuidsAreOfVersionFour() {
        assertThat(text(call("gen_random_uuid"))).isEqualTo("ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    /** Each result was printed by PostgreSQL 15. */
    @Test
    void functionsAnswerAsPostgreSql15() {
        Expression two = constant(BuiltInType.INT4, "2");
        Expression seven = constant(BuiltInType.INT4, "-7");
        assertThat(text(call("int4div", seven, two))).isEqualTo("-3");
        assertThat(text(call("int4mod", seven, two))).isEqualTo("-1");
        assertThat(text(call("round", constant(BuiltInType.NUMERIC, "2.5")))).isEqualTo("3");
        assertThat(text(call("round", constant(BuiltInType.FLOAT8, "2.5")))).isEqualTo("2");
        assertThat(text(call("sqrt", constant(BuiltInType.NUMERIC, "2")))).isEqualTo("1.414213562373095");
        assertThat(text(call("float4", constant(BuiltInType.FLOAT8, "0.1")))).isEqualTo("0.1");
        assertThat(text(call(
                        "split_part",
                        constant(BuiltInType.TEXT, "a,b,c"),
                        constant(BuiltInType.TEXT, ","),
                        constant(BuiltInType.INT4, "-1"))))
                .isEqualTo("c");
        assertThat(text(call(
                        "lpad",
                        constant(BuiltInType.TEXT, "hi"),
                        constant(BuiltInType.INT4, "5"),
                        constant(BuiltInType.TEXT, "xy"))))
                .isEqualTo("xyxhi");
        assertThat(text(call("md5", constant(BuiltInType.TEXT, "abc")))).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(text(call("quote_ident", constant(BuiltInType.TEXT, "select"))))
                .isEqualTo("\"select\"");
        assertThat(text(call("textlike", constant(BuiltInType.TEXT, "abcabd"), constant(BuiltInType.TEXT, "%b_"))))
                .isEqualTo("t");
        assertThat(text(call(
                        "textregexeq",
                        constant(BuiltInType.TEXT, "pg_class"),
                        constant(BuiltInType.TEXT, "^(pg_.*)$"))))
                .isEqualTo("t");
        Expression january = constant(BuiltInType.TIMESTAMP, "2024-01-31 10:00");
        assertThat(text(call("timestamp_pl_interval", january, constant(BuiltInType.INTERVAL, "1 month"))))
                .isEqualTo("2024-02-29 10:00:00");
        assertThat(text(call("extract", constant(BuiltInType.TEXT, "epoch"), january)))
                .isEqualTo("1706695200.000000");
        assertThat(text(call("date_trunc", constant(BuiltInType.TEXT, "week"), january)))
                .isEqualTo("2024-01-29 00:00:00");
    }

    @Test
    void errorsAnswerAsPostgreSql15() {
        Expression one = constant(BuiltInType.INT4, "1");
        Expression most = constant(BuiltInType.INT4, "2147483647");
        assertThatThrownBy(() -> evaluate(call("int4pl", most, one))).hasMessage("integer out of range");
        assertThatThrownBy(() -> evaluate(call("int4div", one, constant(BuiltInType.INT4, "0"))))
                .hasMessage("division by zero");
        assertThatThrownBy(() -> evaluate(call("int2", constant(BuiltInType.FLOAT8, "1e9"))))
                .hasMessage("smallint out of range");
    }

    @Test
    void logicHasThreeValues() {
        Expression yes = constant(BuiltInType.BOOL, "t");
        Expression no = constant(BuiltInType.BOOL, "f");
        Expression unknown = nothing(BuiltInType.BOOL);
        assertThat(text(new Expression.And(List.of(unknown, no)))).isEqualTo("f");
        assertThat(text(new Expression.And(List.of(yes, unknown)))).isEqualTo("NULL");
        assertThat(text(new Expression.Or(List.of(unknown, yes)))).isEqualTo("t");
        assertThat(text(new Expression.Or(List.of(no, unknown)))).isEqualTo("NULL");
        assertThat(text(new Expression.Not(unknown))).isEqualTo("NULL");
        assertThat(text(new Expression.Not(no))).isEqualTo("t");
        assertThat(text(new Expression.IsTruth(unknown, true, true))).isEqualTo("t");
        ScalarFunction equal = FUNCTIONS.withOid(65).orElseThrow();
        Expression one = constant(BuiltInType.INT4, "1");
        Expression two = constant(BuiltInType.INT4, "2");
        Expression none = nothing(BuiltInType.INT4);
        assertThat(text(new Expression.Quantified(equal, false, one, List.of(two, none))))
                .isEqualTo("NULL");
        assertThat(text(new Expression.Quantified(equal, false, one, List.of(none, one))))
                .isEqualTo("t");
        assertThat(text(new Expression.IsDistinct(equal, none, none, false))).isEqualTo("f");
        assertThat(text(new Expression.NullIf(equal, one, one, one.type()))).isEqualTo("NULL");
        assertThat(text(new Expression.Coalesce(List.of(none, two), two.type())))
                .isEqualTo("2");
        assertThat(text(new Expression.Extreme(true, List.of(one, none, two), two.type())))
                .isEqualTo("2");
    }

    @Test
    void columnsAndParametersAreRead() {
        SqlType type = BuiltInType.INT4.type();
        ScalarFunction plus = FUNCTIONS.named("int4pl").getFirst();
        Expression sum = new Expression.Call(
                plus, List.of(new Expression.ColumnReference(0, type), new Expression.Parameter(0, type)), type);
        Frame frame = new Frame(CONTEXT).setRow(BoxedRow.of(40L)).setParameters(BoxedRow.of(2L));
        assertThat(EvaluatorCompiler.compile(sum).evaluateLong(frame)).isEqualTo(42);
        assertThat(frame.wasNull()).isFalse();
        frame.setRow(BoxedRow.of(new Object[1]));
        EvaluatorCompiler.compile(sum).evaluateLong(frame);
        assertThat(frame.wasNull()).isTrue();
    }

    private static String operator(String name, BuiltInType left, BuiltInType right) {
        List<Operator> candidates = OperatorTable.builtIn().named(name).stream()
                .filter(candidate -> !candidate.isPrefix())
                .toList();
        var outcome = RESOLUTION.choose(
                candidates,
                candidate -> List.of(candidate.left(), candidate.right()),
                List.of(left.type(), right.type()));
        return switch (outcome) {
            case Resolution.Found<Operator> found ->
                Integer.toString(found.candidate().oid());
            case Resolution.None<Operator> _ -> "none";
            case Resolution.Ambiguous<Operator> _ -> "ambiguous";
        };
    }

    /** The oids are those that PostgreSQL 15 chooses. */
    @Test
    void operatorsResolveByPostgreSqlsRules() {
        assertThat(operator("=", BuiltInType.INT4, BuiltInType.INT4)).isEqualTo("96");
        assertThat(operator("=", BuiltInType.INT4, BuiltInType.UNKNOWN)).isEqualTo("96");
        assertThat(operator("+", BuiltInType.INT4, BuiltInType.NUMERIC)).isEqualTo("1758");
        assertThat(operator("=", BuiltInType.VARCHAR, BuiltInType.UNKNOWN)).isEqualTo("98");
        assertThat(operator("=", BuiltInType.UNKNOWN, BuiltInType.UNKNOWN)).isEqualTo("98");
        assertThat(operator("~", BuiltInType.NAME, BuiltInType.UNKNOWN)).isEqualTo("639");
        assertThat(operator("=", BuiltInType.INT4, BuiltInType.TEXT)).isEqualTo("none");
    }

    @Test
    void declarationsRefer() {
        for (Operator operator : OperatorTable.builtIn().all()) {
            assertThat(FUNCTIONS.withOid(operator.function()))
                    .as("%s", operator)
                    .isPresent();
        }
        for (CastTable.Cast cast : CastTable.builtIn().all()) {
            // Relations are found in a catalog, which functions do not see: such a cast is bound by itself.
            assertThat(cast.function() <= 0
                            || cast.function() == CastTable.NAME_TO_REGCLASS
                            || FUNCTIONS.withOid(cast.function()).isPresent())
                    .as("%s", cast)
                    .isTrue();
        }
    }

    private static String aggregate(String name, BuiltInType type, String... values) {
        Aggregate aggregate = Aggregate.find(name, List.of(type.type())).orElseThrow();
        Accumulator accumulator = aggregate.begin(EvaluationContext.IMMUTABLE);
        for (String value : values) {
            accumulator.add(new TextInput(SessionFormat.DEFAULT, 0).parse(type.type(), value));
        }
        accumulator.add(new Object[1]);
        Object result = accumulator.result();
        return result == null ? "NULL" : TextOutput.format(aggregate.result(), result, SessionFormat.DEFAULT);
    }

    @Test
    void aggregatesAnswerAsPostgreSql15() {
        assertThat(aggregate("count", BuiltInType.INT4, "1", "2")).isEqualTo("2");
        assertThat(aggregate("avg", BuiltInType.INT4, "1", "2")).isEqualTo("1.5000000000000000");
        assertThat(aggregate("sum", BuiltInType.INT8, "9223372036854775807", "1"))
                .isEqualTo("9223372036854775808");
        assertThat(aggregate("sum", BuiltInType.INT8, "-9223372036854775808", "-1"))
                .isEqualTo("-9223372036854775809");
        assertThat(aggregate("sum", BuiltInType.INT4)).isEqualTo("NULL");
        assertThat(aggregate("max", BuiltInType.TEXT, "a", "b")).isEqualTo("b");
        assertThat(aggregate("array_agg", BuiltInType.INT4, "1")).isEqualTo("{1,NULL}");
        assertThat(aggregate("bool_and", BuiltInType.BOOL, "t", "f")).isEqualTo("f");
    }
}
