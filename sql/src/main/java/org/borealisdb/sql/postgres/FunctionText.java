package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.sql.ast.FunctionStatement.BodyKind;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.deparse.BodyWriter;
import org.borealisdb.sql.deparse.UnwrittenException;
import org.borealisdb.sql.setting.SettingChecks;
import org.borealisdb.sql.setting.SettingDeclaration;
import org.borealisdb.sql.setting.SettingTable;
import org.jspecify.annotations.Nullable;

/** Writes definitions of users' functions as PostgreSQL does. Belongs to one task. */
final class FunctionText {
    private final CatalogSnapshot catalog;
    private final ObjectNames names;
    private final SessionFacts session;

    FunctionText(CatalogSnapshot catalog, ObjectNames names, SessionFacts session) {
        this.catalog = catalog;
        this.names = names;
        this.session = session;
    }

    /**
     * Returns the parameters, without the columns of RETURNS TABLE.
     *
     * @param defaults whether defaults are written, too
     */
    String arguments(UserFunction function, boolean defaults) {
        List<String> texts = new ArrayList<>();
        for (UserFunction.Parameter each : function.parameters()) {
            if (each.mode() != 't') {
                texts.add(parameter(each, function.isProcedure(), defaults));
            }
        }
        Optional<UserAggregate> ordered =
                UserAggregate.of(function, catalog.types()).filter(aggregate -> aggregate.kind() != 'n');
        if (ordered.isEmpty()) {
            return String.join(", ", texts);
        }
        // A hypothetical row has as many values as there are to sort by.
        int direct = ordered.get().direct();
        List<String> sorted =
                direct == texts.size() ? texts.subList(direct - 1, direct) : texts.subList(direct, texts.size());
        return String.join(", ", texts.subList(0, direct)) + (direct == 0 ? "" : " ") + "ORDER BY "
                + String.join(", ", sorted);
    }

    /** The default of a parameter, counted from 1 among all of them; null if it has none. */
    @Nullable
    String defaultOf(UserFunction function, long parameter) {
        return parameter < 1 || parameter > function.parameters().size()
                ? null
                : function.parameters()
                        .get((int) parameter - 1)
                        .value()
                        .map(text -> new ObjectText(catalog).expression(text))
                        .orElse(null);
    }

    private String parameter(UserFunction.Parameter parameter, boolean procedure, boolean defaults) {
        String mode = switch (parameter.mode()) {
            case 'o' -> "OUT ";
            case 'b' -> "INOUT ";
            case 'v' -> "VARIADIC ";
            default -> procedure ? "IN " : "";
        };
        String value = parameter
                .value()
                .filter(any -> defaults)
                .map(text -> " DEFAULT " + new ObjectText(catalog).expression(text))
                .orElse("");
        return mode + named(parameter) + value;
    }

    private static String named(UserFunction.Parameter parameter) {
        String name = parameter.name().isEmpty() ? "" : Quoting.identifier(parameter.name()) + " ";
        return name + parameter.type().displayName();
    }

    /** Returns what it returns. */
    String result(UserFunction function) {
        List<UserFunction.Parameter> columns = function.parameters().stream()
                .filter(each -> each.mode() == 't')
                .toList();
        if (!columns.isEmpty()) {
            return "TABLE(" + columns.stream().map(FunctionText::named).collect(Collectors.joining(", ")) + ")";
        }
        return (function.returnsSet() ? "SETOF " : "") + resultType(function);
    }

    private String resultType(UserFunction function) {
        SqlType result = function.result();
        Optional<String> relation = function.object()
                .property(UserFunction.RELATION)
                .flatMap(id -> catalog.relation(Long.parseLong(id)))
                .map(new ObjectText(catalog)::relation);
        return relation.orElseGet(result::displayName);
    }

    /** Returns the body of a function that was read when it was made; empty for a string. */
    Optional<String> readBody(UserFunction function) {
        if (FunctionBody.kindOf(function) == BodyKind.STRING) {
            return Optional.empty();
        }
        try (SchemaReader schema = session.openSchema()) {
            return Optional.of(
                    BodyWriter.write(function, schema, session.binding(), new SnapshotNames(catalog, names)));
        } catch (UnwrittenException | SqlException notWritten) {
            return writtenBody(catalog, function);
        }
    }

    /** Returns the body of a function as it was written, with the names of today; empty for a string. */
    static Optional<String> writtenBody(CatalogSnapshot catalog, UserFunction function) {
        BodyKind kind = FunctionBody.kindOf(function);
        if (kind == BodyKind.STRING) {
            return Optional.empty();
        }
        String body = new ViewSource(catalog)
                .of(FunctionBody.textOf(function), ViewNames.of(function.object()))
                .substring(FunctionBody.lead(kind));
        return Optional.of(kind == BodyKind.RETURN ? "RETURN " + body : "BEGIN ATOMIC\n " + body + "\nEND");
    }

    /** Returns the whole statement that makes it. */
    String definition(UserFunction function) {
        String kind = function.isProcedure() ? "procedure" : "function";
        StringBuilder text = new StringBuilder("CREATE OR REPLACE ")
                .append(kind.toUpperCase(Locale.ROOT))
                .append(' ')
                .append(function.qualifiedName())
                .append('(')
                .append(arguments(function, true))
                .append(")\n");
        if (!function.isProcedure()) {
            text.append(" RETURNS ").append(result(function)).append('\n');
        }
        text.append(" LANGUAGE sql\n");
        String options = options(function);
        if (!options.isEmpty()) {
            text.append(options).append('\n');
        }
        function.settings()
                .forEach((name, value) -> text.append(" SET ")
                        .append(Quoting.identifier(name))
                        .append(" TO ")
                        .append(setting(name, value))
                        .append('\n'));
        if (FunctionBody.kindOf(function) != BodyKind.STRING) {
            return text.append(readBody(function).orElseThrow()).append('\n').toString();
        }
        String body = function.object().property(UserFunction.BODY).orElseThrow();
        StringBuilder quote = new StringBuilder("$").append(kind);
        while (body.contains(quote)) {
            quote.append('x');
        }
        quote.append('$');
        return text.append("AS ")
                .append(quote)
                .append(body)
                .append(quote)
                .append('\n')
                .toString();
    }

    /** Writes the value of a setting: each of a list of names by itself, so that it is read as that. */
    private static String setting(String name, String value) {
        boolean list = SettingTable.find(name)
                .filter(setting -> setting.has(SettingDeclaration.Flag.QUOTED))
                .isPresent();
        return list
                ? SettingChecks.names(value).orElse(List.of(value)).stream()
                        .map(Quoting::literal)
                        .collect(Collectors.joining(", "))
                : Quoting.literal(value);
    }

    private static String options(UserFunction function) {
        StringBuilder text = new StringBuilder();
        switch (function.volatility()) {
            case IMMUTABLE -> text.append(" IMMUTABLE");
            case STABLE -> text.append(" STABLE");
            case VOLATILE -> {
                // What is not said.
            }
        }
        switch (function.object().property(UserFunction.PARALLEL).orElseThrow()) {
            case "s" -> text.append(" PARALLEL SAFE");
            case "r" -> text.append(" PARALLEL RESTRICTED");
            default -> {
                // What is not said.
            }
        }
        if (function.isStrict()) {
            text.append(" STRICT");
        }
        if (function.isDefiner()) {
            text.append(" SECURITY DEFINER");
        }
        if (function.object().property(UserFunction.LEAKPROOF).isPresent()) {
            text.append(" LEAKPROOF");
        }
        double cost = number(function, UserFunction.COST);
        if (cost != 100) {
            text.append(" COST ").append(shown(cost));
        }
        double rows = number(function, UserFunction.ROWS);
        if (rows > 0 && rows != 1000) {
            text.append(" ROWS ").append(shown(rows));
        }
        return text.toString();
    }

    static double number(UserFunction function, String property) {
        return Double.parseDouble(function.object().property(property).orElseThrow());
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
