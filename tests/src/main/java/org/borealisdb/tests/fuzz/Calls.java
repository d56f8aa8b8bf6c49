package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.OperatorTable.Operator;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** The functions and operators over drawn types, from their declarations, by the type of their result. Immutable. */
final class Calls {
    /** What the polymorphic types of a declaration stand for, one after the other. */
    private static final List<Sort> ELEMENTS = List.of(Sort.INTEGER, Sort.TEXT);

    /** What a call gives depends on oids, or on the machine: how much greater something is, and the last digit of a root. */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "hashenum", "hashenumextended", "bttextcmp", "bttext_pattern_cmp", "byteacmp", "uuid_cmp", "cbrt", "dcbrt");

    private static final Calls ALL = new Calls();

    private final Map<Sort, List<Call>> byResult = new EnumMap<>(Sort.class);

    /** @param pattern a {@code #} for each argument */
    record Call(String pattern, List<Sort> arguments) {
        Call {
            arguments = List.copyOf(arguments);
        }
    }

    private Calls() {
        for (ScalarFunction function : FunctionCatalog.builtIn().all()) {
            if (isDrawn(function)) {
                String places = function.arguments().stream().map(_ -> "#").collect(Collectors.joining(", "));
                add("pg_catalog." + function.name() + "(" + places + ")", function.arguments(), function.result());
            }
        }
        for (Operator operator : OperatorTable.builtIn().all()) {
            FunctionCatalog.builtIn()
                    .withOid(operator.function())
                    .filter(Calls::isDrawn)
                    .ifPresent(function -> {
                        String name = operator.name().replace("#", "##");
                        add(
                                operator.isPrefix() ? "(" + name + " #)" : "(# " + name + " #)",
                                function.arguments(),
                                function.result());
                    });
        }
    }

    /** Those that give a type, in order of declaration. */
    static List<Call> giving(Sort result) {
        return ALL.byResult.getOrDefault(result, List.of());
    }

    private static boolean isDrawn(ScalarFunction function) {
        boolean lasting = function.volatility() == ScalarFunction.Volatility.IMMUTABLE
                || (function.volatility() == ScalarFunction.Volatility.STABLE
                        && !function.arguments().isEmpty());
        boolean ofToday = function.name().equals("age") && function.arguments().size() == 1;
        return lasting && !ofToday && !OF_THE_SERVER.contains(function.name()) && !function.variadic();
    }

    private void add(String pattern, List<SqlType> arguments, SqlType result) {
        if (arguments.stream().anyMatch(Polymorphism::is)) {
            for (Sort element : ELEMENTS) {
                addTyped(
                        pattern,
                        arguments.stream().map(type -> sort(type, element)).toList(),
                        sort(result, element));
            }
        } else {
            addTyped(
                    pattern,
                    arguments.stream()
                            .map(type -> Sort.named(type.displayName()))
                            .toList(),
                    Sort.named(result.displayName()));
        }
    }

    private void addTyped(String pattern, List<Optional<Sort>> arguments, Optional<Sort> result) {
        if (result.isPresent() && arguments.stream().allMatch(Optional::isPresent)) {
            byResult.computeIfAbsent(result.get(), _ -> new ArrayList<>())
                    .add(new Call(
                            pattern,
                            arguments.stream().flatMap(Optional::stream).toList()));
        }
    }

    private static Optional<Sort> sort(SqlType type, Sort element) {
        if (!Polymorphism.is(type)) {
            return Sort.named(type.displayName());
        }
        if (type.is(BuiltInType.ANYENUM)) {
            return Optional.of(Sort.MOOD);
        }
        return Polymorphism.isArray(type) ? element.array() : Optional.of(element);
    }
}
