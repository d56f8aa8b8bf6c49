package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scalar functions, by name and by oid. Immutable. */
public final class FunctionCatalog {
    private static final FunctionCatalog BUILT_IN = new FunctionCatalog(List.of());

    private final Map<Integer, ScalarFunction> byOid = new LinkedHashMap<>();
    private final Map<String, List<ScalarFunction>> byName = new LinkedHashMap<>();

    private FunctionCatalog(Collection<ScalarFunction> more) {
        FunctionTable table = new FunctionTable();
        new ComparisonFunctions(table).declare();
        new TransactionNumberFunctions(table).declare();
        new SnapshotFunctions(table).declare();
        new LogPositionFunctions(table).declare();
        new MoneyFunctions(table).declare();
        TupleIdFunctions.declare(table);
        new OrderFunctions(table).declare();
        new ArithmeticFunctions(table).declare();
        new CastFunctions(table).declare();
        new TextFunctions(table).declare();
        new DateTimeFunctions(table).declare();
        new IntervalFunctions(table).declare();
        new DatePartFunctions(table).declare();
        new DateMakingFunctions(table).declare();
        new ZonedTimeFunctions(table).declare();
        new FormattingFunctions(table).declare();
        new RegexFunctions(table).declare();
        new ArrayFunctions(table).declare();
        new EnumFunctions(table).declare();
        new ArrayMakingFunctions(table).declare();
        new StringFunctions(table).declare();
        new CharacterFunctions(table).declare();
        new BinaryFunctions(table).declare();
        new EncodingFunctions(table).declare();
        new NumberFunctions(table).declare();
        new TrigonometricFunctions(table).declare();
        new UuidFunctions(table).declare();
        new JsonFunctions(table).declare();
        new JsonbFunctions(table).declare();
        new JsonbChangeFunctions(table).declare();
        new JsonBuildFunctions(table).declare();
        new JsonPathFunctions(table).declare();
        new BitFunctions(table).declare();
        new HardwareAddressFunctions(table).declare();
        new NetworkFunctions(table).declare();
        new HashFunctions(table).declare();
        new SendFunctions(table).declare();
        new AnyValueFunctions(table).declare();
        new TransitionFunctions(table).declare();
        new PatternOrderFunctions(table).declare();
        new RecordImageFunctions(table).declare();
        new MixedDateFunctions(table).declare();
        List<ScalarFunction> all = new ArrayList<>(table.functions());
        all.addAll(more);
        for (ScalarFunction function : all) {
            if (byOid.put(function.oid(), function) != null) {
                throw new IllegalStateException("function oid " + function.oid() + " is declared twice");
            }
            byName.computeIfAbsent(function.name(), name -> new ArrayList<>()).add(function);
        }
    }

    /** Returns the functions of this module. */
    public static FunctionCatalog builtIn() {
        return BUILT_IN;
    }

    /** Returns the functions of this module and others, such as those that read the catalogs. */
    public static FunctionCatalog with(Collection<ScalarFunction> more) {
        return new FunctionCatalog(more);
    }

    /** Returns all functions of a name, in order of declaration. */
    public List<ScalarFunction> named(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
    }

    /** Returns the function with an oid. */
    public Optional<ScalarFunction> withOid(int oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    /** Returns all functions, in order of declaration. */
    public Collection<ScalarFunction> all() {
        return Collections.unmodifiableCollection(byOid.values());
    }
}
