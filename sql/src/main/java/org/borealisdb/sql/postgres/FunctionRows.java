package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.ast.FunctionStatement.BodyKind;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;

/** The rows of users' functions. Belongs to one task. */
final class FunctionRows {
    private static final int SQL_LANGUAGE = 14;
    private static final int INTERNAL_LANGUAGE = 12;

    private final CatalogSnapshot catalog;

    FunctionRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void functions(SystemRows rows) {
        catalog.functions().forEach(function -> function(rows, function));
    }

    void aggregates(SystemRows rows) {
        for (UserFunction function : catalog.functions()) {
            UserAggregate.of(function, catalog.types()).ifPresent(aggregate -> aggregate(rows, aggregate));
        }
    }

    private static void aggregate(SystemRows rows, UserAggregate aggregate) {
        String moving = UserAggregate.MOVING;
        rows.add()
                .set("aggfnoid", aggregate.function().oid())
                .set("aggkind", aggregate.kind())
                .set("aggnumdirectargs", aggregate.direct())
                .set("aggtransfn", aggregate.number(UserAggregate.NEXT))
                .set("aggfinalfn", aggregate.number(UserAggregate.LAST))
                .set("aggcombinefn", aggregate.number(UserAggregate.COMBINE))
                .set("aggmtransfn", aggregate.number(moving + UserAggregate.NEXT))
                .set("aggminvtransfn", aggregate.number(UserAggregate.INVERSE))
                .set("aggmfinalfn", aggregate.number(moving + UserAggregate.LAST))
                .set("aggfinalextra", aggregate.property(UserAggregate.EXTRA).isPresent())
                .set(
                        "aggmfinalextra",
                        aggregate.property(moving + UserAggregate.EXTRA).isPresent())
                .set("aggfinalmodify", letter(aggregate, UserAggregate.MODIFY))
                .set("aggmfinalmodify", letter(aggregate, moving + UserAggregate.MODIFY))
                .set("aggsortop", aggregate.number(UserAggregate.SORTING))
                .set("aggtranstype", aggregate.number(UserAggregate.STATE))
                .set("aggtransspace", aggregate.number(UserAggregate.SPACE))
                .set("aggmtranstype", aggregate.number(moving + UserAggregate.STATE))
                .set("aggmtransspace", aggregate.number(moving + UserAggregate.SPACE))
                .set("agginitval", aggregate.property(UserAggregate.INITIAL).orElse(null))
                .set(
                        "aggminitval",
                        aggregate.property(moving + UserAggregate.INITIAL).orElse(null))
                .end();
    }

    private static char letter(UserAggregate aggregate, String property) {
        return aggregate.property(property).orElse("r").charAt(0);
    }

    private void function(SystemRows rows, UserFunction function) {
        List<Object> inputs = new ArrayList<>();
        List<Object> all = new ArrayList<>();
        List<Object> modes = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        int defaults = 0;
        for (UserFunction.Parameter each : function.parameters()) {
            long type = Integer.toUnsignedLong(each.type().oid());
            all.add(type);
            modes.add((long) each.mode());
            names.add(each.name());
            if (each.isInput()) {
                inputs.add(type);
            }
            defaults += each.value().isPresent() ? 1 : 0;
        }
        boolean outputs =
                inputs.size() < all.size() || function.parameters().stream().anyMatch(each -> each.mode() != 'i');
        boolean named =
                function.parameters().stream().anyMatch(each -> !each.name().isEmpty());
        boolean string = FunctionBody.kindOf(function) == BodyKind.STRING;
        rows.add()
                .set("oid", function.oid())
                .set("proname", function.name())
                .set("pronamespace", function.object().parent())
                .set("proowner", catalog.owner(function.object()))
                .set("prolang", function.isAggregate() ? INTERNAL_LANGUAGE : SQL_LANGUAGE)
                .set("procost", FunctionText.number(function, UserFunction.COST))
                .set("prorows", FunctionText.number(function, UserFunction.ROWS))
                .set("provariadic", function.repeated().map(type -> type.oid()).orElse(0))
                .set("prokind", function.isProcedure() ? 'p' : function.isAggregate() ? 'a' : 'f')
                .set(
                        "proleakproof",
                        function.object().property(UserFunction.LEAKPROOF).isPresent())
                .set("prosecdef", function.isDefiner())
                .set("proisstrict", function.isStrict())
                .set("proretset", function.returnsSet())
                .set(
                        "provolatile",
                        switch (function.volatility()) {
                            case IMMUTABLE -> 'i';
                            case STABLE -> 's';
                            case VOLATILE -> 'v';
                        })
                .set(
                        "proparallel",
                        function.object()
                                .property(UserFunction.PARALLEL)
                                .orElseThrow()
                                .charAt(0))
                .set("pronargs", inputs.size())
                .set("pronargdefaults", defaults)
                .set("prorettype", function.result().oid())
                .set("proargtypes", ArrayValue.ofBounds(BuiltInType.OID.type(), 0, inputs))
                .set(
                        "proargdefaults",
                        function.inputs().stream()
                                        .noneMatch(each -> each.value().isPresent())
                                ? null
                                : function.inputs().stream()
                                        .flatMap(each -> each.value().stream())
                                        .map(new ObjectText(catalog)::expression)
                                        .collect(Collectors.joining(", ")))
                .set("proallargtypes", outputs ? ArrayValue.of(BuiltInType.OID.type(), all) : null)
                .set("proargmodes", outputs ? ArrayValue.of(BuiltInType.CHAR.type(), modes) : null)
                .set("proargnames", named ? ArrayValue.of(BuiltInType.TEXT.type(), names) : null)
                .set(
                        "prosrc",
                        string ? function.object().property(UserFunction.BODY).orElseThrow() : "")
                .set("prosqlbody", FunctionText.writtenBody(catalog, function).orElse(null))
                .set("proconfig", function.settings().isEmpty() ? null : config(function))
                .set("proacl", catalog.access(function.object()))
                .end();
    }

    private static ArrayValue config(UserFunction function) {
        List<Object> settings = new ArrayList<>();
        function.settings().forEach((name, value) -> settings.add(name + "=" + value));
        return ArrayValue.of(BuiltInType.TEXT.type(), settings);
    }
}
