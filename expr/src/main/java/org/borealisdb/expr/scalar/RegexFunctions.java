package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Declares the functions of regular expressions. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class RegexFunctions {
    private final FunctionTable table;

    RegexFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareTests();
        declarePieces();
        declareReplacements();
        declareArrays();
        declareSimilar();
    }

    private void declareTests() {
        table.immutable(6263, "regexp_like", BOOL, boxed(RegexCalls::like), TEXT, TEXT);
        table.immutable(6264, "regexp_like", BOOL, boxed(RegexCalls::like), TEXT, TEXT, TEXT);
        table.immutable(6254, "regexp_count", INT4, boxed(RegexCalls::count), TEXT, TEXT);
        table.immutable(6255, "regexp_count", INT4, boxed(RegexCalls::count), TEXT, TEXT, INT4);
        table.immutable(6256, "regexp_count", INT4, boxed(RegexCalls::count), TEXT, TEXT, INT4, TEXT);
        table.immutable(6257, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT);
        table.immutable(6258, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT, INT4);
        table.immutable(6259, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT, INT4, INT4);
        table.immutable(6260, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT, INT4, INT4, INT4);
        table.immutable(6261, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT, INT4, INT4, INT4, TEXT);
        table.immutable(
                6262, "regexp_instr", INT4, boxed(RegexCalls::position), TEXT, TEXT, INT4, INT4, INT4, TEXT, INT4);
    }

    private void declarePieces() {
        table.immutable(6265, "regexp_substr", TEXT, boxed(RegexCalls::piece), TEXT, TEXT);
        table.immutable(6266, "regexp_substr", TEXT, boxed(RegexCalls::piece), TEXT, TEXT, INT4);
        table.immutable(6267, "regexp_substr", TEXT, boxed(RegexCalls::piece), TEXT, TEXT, INT4, INT4);
        table.immutable(6268, "regexp_substr", TEXT, boxed(RegexCalls::piece), TEXT, TEXT, INT4, INT4, TEXT);
        table.immutable(6269, "regexp_substr", TEXT, boxed(RegexCalls::piece), TEXT, TEXT, INT4, INT4, TEXT, INT4);
        table.immutable(2073, "substring", TEXT, boxed(RegexCalls::substring), TEXT, TEXT);
    }

    private void declareReplacements() {
        table.immutable(2284, "regexp_replace", TEXT, boxed(RegexCalls::replaced), TEXT, TEXT, TEXT);
        table.immutable(2285, "regexp_replace", TEXT, boxed(RegexCalls::replaced), TEXT, TEXT, TEXT, TEXT);
        table.immutable(6253, "regexp_replace", TEXT, boxed(RegexCalls::replacedFrom), TEXT, TEXT, TEXT, INT4);
        table.immutable(6252, "regexp_replace", TEXT, boxed(RegexCalls::replacedFrom), TEXT, TEXT, TEXT, INT4, INT4);
        table.immutable(
                6251, "regexp_replace", TEXT, boxed(RegexCalls::replacedFrom), TEXT, TEXT, TEXT, INT4, INT4, TEXT);
    }

    private void declareArrays() {
        SqlType text = TEXT.type();
        table.immutableOf(3396, "regexp_match", TEXT.array(), boxed(RegexCalls::match), text, text);
        table.immutableOf(3397, "regexp_match", TEXT.array(), boxed(RegexCalls::match), text, text, text);
        table.immutableOf(2767, "regexp_split_to_array", TEXT.array(), boxed(RegexCalls::splitToArray), text, text);
        table.immutableOf(
                2768, "regexp_split_to_array", TEXT.array(), boxed(RegexCalls::splitToArray), text, text, text);
    }

    private void declareSimilar() {
        table.immutable(
                1986,
                "similar_to_escape",
                TEXT,
                boxed((context, arguments) ->
                        SimilarPattern.translated(TextMath.text(arguments, 0), TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
        table.immutable(
                1987,
                "similar_to_escape",
                TEXT,
                boxed((context, arguments) -> SimilarPattern.translated(TextMath.text(arguments, 0), "\\")),
                TEXT);
        table.lenient(1623, "similar_escape", TEXT, boxed(RegexFunctions::similar), TEXT, TEXT);
        table.immutable(
                2074,
                "substring",
                TEXT,
                boxed((context, arguments) -> RegexCalls.substring(context, new @Nullable Object[] {
                    arguments[0], SimilarPattern.translated(TextMath.text(arguments, 1), TextMath.text(arguments, 2))
                })),
                TEXT,
                TEXT,
                TEXT);
    }

    /** The old function, to which no escape character is a backslash. */
    private static @Nullable Object similar(EvaluationContext context, @Nullable Object[] arguments) {
        return arguments[0] == null
                ? null
                : SimilarPattern.translated(
                        TextMath.text(arguments, 0), arguments[1] == null ? "\\" : TextMath.text(arguments, 1));
    }
}
