package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;

/** Functions that look for texts in texts, which PostgreSQL 15 refuses where texts may be equal that differ. Stateless. */
final class NondeterministicSearch {
    private static final Map<String, List<String>> FUNCTIONS = Map.of(
            "LIKE", List.of("textlike", "textnlike", "bpcharlike", "bpcharnlike", "like", "notlike"),
            "ILIKE", List.of("texticlike", "texticnlike", "bpchariclike", "bpcharicnlike"),
            "regular expressions",
                    List.of(
                            "textregexeq",
                            "textregexne",
                            "texticregexeq",
                            "texticregexne",
                            "bpcharregexeq",
                            "bpcharregexne",
                            "bpcharicregexeq",
                            "bpcharicregexne",
                            "regexp_count",
                            "regexp_instr",
                            "regexp_like",
                            "regexp_match",
                            "regexp_matches",
                            "regexp_split_to_table",
                            "regexp_replace",
                            "regexp_split_to_array",
                            "regexp_substr"),
            "substring searches",
                    List.of(
                            "position",
                            "strpos",
                            "replace",
                            "split_part",
                            "starts_with",
                            "string_to_array",
                            "string_to_table"));

    private static final Map<String, String> BY_NAME = byName();

    private NondeterministicSearch() {}

    private static Map<String, String> byName() {
        Map<String, String> all = new TreeMap<>();
        FUNCTIONS.forEach((what, names) -> names.forEach(name -> all.put(name, what)));
        return all;
    }

    /**
     * Passes if the rows of a function can be found with some arguments.
     *
     * @throws SqlException 0A000 if it looks for texts, and its arguments are such
     */
    static void check(String name, List<Expression> arguments) {
        String what = BY_NAME.get(name);
        if (what != null
                && !arguments.stream()
                        .allMatch(argument ->
                                argument.type().collation().collation().isDeterministic())) {
            throw refusal(what);
        }
    }

    /** Returns a function as it is for such texts: one that fails when it is called, if it looks for texts. */
    static ScalarFunction refused(ScalarFunction function) {
        // The other functions of the name take a part by its place.
        boolean pattern = function.name().equals("substring")
                && function.arguments().stream().allMatch(type -> type.isCollatable());
        String what = pattern ? "regular expressions" : BY_NAME.get(function.name());
        if (what == null || function.isOfUser()) {
            return function;
        }
        return function.withBody(new ScalarFunction.General((_, _) -> {
            throw refusal(what);
        }));
    }

    private static SqlException refusal(String what) {
        return new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "nondeterministic collations are not supported for " + what);
    }
}
