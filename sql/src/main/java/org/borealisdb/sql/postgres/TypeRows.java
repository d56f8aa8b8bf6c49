package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.plan.RowFunction;

/** The rows of what is built in: types, functions, operators and what goes with them. Belongs to one task. */
final class TypeRows {
    private static final int ARRAY_ANALYSIS = 3816;

    /** Equalities of values that are not hashed alike in PostgreSQL: of dates with times of different kinds, and of bits. */
    private static final Set<Integer> NOT_HASHED = Set.of(1784, 1804, 2347, 2360, 2373, 2386, 2536, 2542);

    private final CatalogSnapshot catalog;
    private final Collection<ScalarFunction> sessionFunctions;
    private final Collection<RowFunction> rowFunctions;

    TypeRows(
            CatalogSnapshot catalog,
            Collection<ScalarFunction> sessionFunctions,
            Collection<RowFunction> rowFunctions) {
        this.catalog = catalog;
        this.sessionFunctions = sessionFunctions;
        this.rowFunctions = rowFunctions;
    }

    void types(SystemRows rows) {
        for (BuiltInType type : BuiltInType.values()) {
            type(rows, type.type(), type.catalogName(), 0, type.arrayOid());
            if (type.arrayOid() != 0) {
                type(rows, type.array(), "_" + type.catalogName(), type.oid(), 0);
            }
        }
        UserTypeRows made = new UserTypeRows(catalog);
        made.types(rows);
        made.rowTypes(rows);
    }

    private void type(SystemRows rows, SqlType type, String name, int element, int array) {
        TypeFacts facts = TypeFacts.of(type);
        boolean isArray = element != 0;
        boolean pseudo = type.category() == TypeCategory.PSEUDO || type.is(BuiltInType.UNKNOWN);
        rows.add()
                .set("oid", type.oid())
                .set("typname", name)
                .set("typnamespace", CatalogSnapshot.PG_CATALOG)
                .set("typowner", catalog.owner())
                .set("typlen", type.length())
                .set("typbyval", facts.byValue())
                .set("typtype", pseudo ? 'p' : 'b')
                .set("typcategory", type.category().letter())
                .set("typispreferred", type.isPreferred())
                .set("typisdefined", true)
                .set("typdelim", ',')
                .set("typelem", element != 0 ? element : elementOfPlain(type))
                .set("typarray", array)
                .set("typinput", facts.functions().get(0).oid())
                .set("typoutput", facts.functions().get(1).oid())
                .set("typreceive", facts.functions().get(2).oid())
                .set("typsend", facts.functions().get(3).oid())
                .set("typmodin", facts.functions().get(4).oid())
                .set("typmodout", facts.functions().get(5).oid())
                .set("typanalyze", isArray ? ARRAY_ANALYSIS : 0)
                .set("typsubscript", isArray ? 6179 : type.is(BuiltInType.JSONB) ? 6098 : 0)
                .set("typalign", facts.align())
                .set("typstorage", facts.storage())
                .set("typtypmod", -1)
                .set("typcollation", facts.collation())
                .end();
    }

    /** Types that are no arrays, and have elements all the same. */
    private static int elementOfPlain(SqlType type) {
        return switch (type.builtIn().orElse(BuiltInType.ANY)) {
            case INT2VECTOR -> BuiltInType.INT2.oid();
            case OIDVECTOR -> BuiltInType.OID.oid();
            case NAME -> BuiltInType.CHAR.oid();
            default -> 0;
        };
    }

    void functions(SystemRows rows) {
        List<ScalarFunction> all = new ArrayList<>(FunctionCatalog.builtIn().all());
        all.addAll(sessionFunctions);
        for (ScalarFunction function : all) {
            List<Object> types = new ArrayList<>();
            function.arguments().forEach(type -> types.add((long) type.oid()));
            function(rows, function.oid(), function.name(), function.result().oid(), types)
                    .set("provariadic", function.variadic() ? repeated(function).oid() : 0)
                    .set("pronargdefaults", function.defaults().size())
                    .set("proisstrict", function.strict())
                    .set(
                            "provolatile",
                            switch (function.volatility()) {
                                case IMMUTABLE -> 'i';
                                case STABLE -> 's';
                                case VOLATILE -> 'v';
                            })
                    .end();
        }
        new KnownRoutineRows(catalog).functions(rows);
        new FunctionRows(catalog).functions(rows);
        for (RowFunction function : rowFunctions) {
            rowFunction(rows, function);
        }
        for (InputOutputFunction function : InputOutputFunction.all()) {
            if (FunctionCatalog.builtIn().withOid(function.oid()).isPresent()) {
                continue;
            }
            List<Object> types = new ArrayList<>();
            function.arguments().forEach(type -> types.add((long) type.oid()));
            function(rows, function.oid(), function.name(), function.result(), types)
                    .set("proisstrict", function.strict())
                    .set("provolatile", function.volatility())
                    .end();
        }
    }

    /** Those of functions that not everybody may call. */
    void initialPrivileges(SystemRows rows) {
        ArrayValue onlyOwner =
                catalog.shown(SystemPrivileges.initial(Privilege.ObjectClass.FUNCTION, catalog.owner(), Set.of()));
        Stream.of(
                        FunctionCatalog.builtIn().all().stream().map(ScalarFunction::oid),
                        sessionFunctions.stream().map(ScalarFunction::oid),
                        rowFunctions.stream().map(RowFunction::oid))
                .flatMap(oids -> oids)
                .filter(SystemPrivileges::isGuardedFunction)
                .forEach(oid -> RelationRows.initial(rows, oid, ObjectAddress.FUNCTIONS, onlyOwner));
    }

    private static SqlType repeated(ScalarFunction function) {
        SqlType last = function.arguments().getLast();
        return last instanceof ArrayType array ? array.element() : last;
    }

    private void rowFunction(SystemRows rows, RowFunction function) {
        List<Object> types = new ArrayList<>();
        List<Object> modes = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        for (CompositeType.Field argument : function.arguments()) {
            types.add((long) argument.type().oid());
            modes.add((long) 'i');
            names.add(argument.name());
        }
        List<Object> arguments = List.copyOf(types);
        for (CompositeType.Field field : function.type().fields()) {
            types.add((long) field.type().oid());
            modes.add((long) 'o');
            names.add(field.name());
        }
        function(rows, function.oid(), function.functionName(), BuiltInType.RECORD.oid(), arguments)
                .set("prorows", function.set() ? 100.0 : 0.0)
                .set("proisstrict", !arguments.isEmpty())
                .set("proretset", function.set())
                .set("provolatile", arguments.isEmpty() ? 'v' : 's')
                .set("proallargtypes", ArrayValue.of(BuiltInType.OID.type(), types))
                .set("proargmodes", ArrayValue.of(BuiltInType.CHAR.type(), modes))
                .set("proargnames", ArrayValue.of(BuiltInType.TEXT.type(), names))
                .end();
    }

    private SystemRows.Row function(SystemRows rows, int oid, String name, int result, List<Object> arguments) {
        SystemRows.Row row = rows.add()
                .set("oid", oid)
                .set("proname", name)
                .set(
                        "pronamespace",
                        name.startsWith(InformationFunctions.PREFIX)
                                ? CatalogSnapshot.INFORMATION_SCHEMA
                                : CatalogSnapshot.PG_CATALOG)
                .set("proowner", catalog.owner())
                .set("prolang", 12)
                .set("procost", 1.0)
                .set("prokind", 'f')
                .set("proparallel", 's')
                .set("pronargs", arguments.size())
                .set("prorettype", result)
                .set("proargtypes", ArrayValue.ofBounds(BuiltInType.OID.type(), 0, arguments))
                .set("prosrc", name)
                .set("proacl", catalog.accessToFunction(oid).map(catalog::shown).orElse(null));
        return FunctionDetails.say(oid, row);
    }

    /** Says whether an operator is the equality that values are hashed by, which has both sides' places changed at will. */
    private static boolean isEquality(OperatorTable.Operator operator) {
        return operator.name().equals("=")
                && operator.commutator() != 0
                && !operator.left().is(BuiltInType.MONEY);
    }

    private static boolean canMerge(OperatorTable.Operator operator) {
        boolean money = operator.name().equals("=") && operator.left().is(BuiltInType.MONEY);
        return money || (isEquality(operator) && operator.right().isOrdered());
    }

    void operators(SystemRows rows) {
        for (OperatorTable.Operator operator : OperatorTable.builtIn().all()) {
            int result = FunctionCatalog.builtIn()
                    .withOid(operator.function())
                    .map(function -> function.result().oid())
                    .orElse(0);
            rows.add()
                    .set("oid", operator.oid())
                    .set("oprname", operator.name())
                    .set("oprnamespace", CatalogSnapshot.PG_CATALOG)
                    .set("oprowner", catalog.owner())
                    .set("oprkind", operator.isPrefix() ? 'l' : 'b')
                    .set("oprcanmerge", canMerge(operator))
                    .set("oprcanhash", isEquality(operator) && !NOT_HASHED.contains(operator.oid()))
                    .set("oprleft", operator.isPrefix() ? 0 : operator.left().oid())
                    .set("oprright", operator.right().oid())
                    .set("oprresult", result)
                    .set("oprcom", operator.commutator())
                    .set("oprnegate", operator.negator())
                    .set("oprcode", operator.function())
                    .end();
        }
        new UserOperatorRows(catalog).operators(rows);
    }

    void casts(SystemRows rows) {
        CastTable.builtIn().all().forEach(cast -> add(rows, KnownCasts.oid(cast), cast));
        catalog.casts().forEach(made -> add(rows, made.object().id(), made.cast()));
    }

    private static void add(SystemRows rows, long oid, CastTable.Cast cast) {
        rows.add()
                .set("oid", oid)
                .set("castsource", cast.source().oid())
                .set("casttarget", cast.target().oid())
                .set("castfunc", Math.max(0, cast.function()))
                .set(
                        "castcontext",
                        switch (cast.context()) {
                            case IMPLICIT -> 'i';
                            case ASSIGNMENT -> 'a';
                            case EXPLICIT -> 'e';
                        })
                .set("castmethod", cast.function() == 0 ? 'b' : cast.function() < 0 ? 'i' : 'f')
                .end();
    }

    void accessMethods(SystemRows rows) {
        accessMethod(rows, 2, "heap", 3, 't');
        accessMethod(rows, OperatorClasses.BTREE, "btree", 330, 'i');
        accessMethod(rows, OperatorClasses.HASH, "hash", 331, 'i');
        accessMethod(rows, OperatorClasses.GIN, "gin", 333, 'i');
    }

    private static void accessMethod(SystemRows rows, int oid, String name, int handler, char type) {
        rows.add()
                .set("oid", oid)
                .set("amname", name)
                .set("amhandler", handler)
                .set("amtype", type)
                .end();
    }

    /** The type of what an index of a class keeps, if that is not its input. */
    private static int stored(OperatorClasses.OperatorClass of) {
        return switch (of.name()) {
            case "name_ops" -> of.method() == OperatorClasses.BTREE ? BuiltInType.CSTRING.oid() : 0;
            case "array_ops" -> of.method() == OperatorClasses.GIN ? BuiltInType.ANYELEMENT.oid() : 0;
            case "jsonb_ops" -> of.method() == OperatorClasses.GIN ? BuiltInType.TEXT.oid() : 0;
            case "jsonb_path_ops" -> BuiltInType.INT4.oid();
            default -> 0;
        };
    }

    void operatorClasses(SystemRows rows) {
        for (OperatorClasses.OperatorClass each : OperatorClasses.all()) {
            rows.add()
                    .set("oid", each.oid())
                    .set("opcmethod", each.method())
                    .set("opcname", each.name())
                    .set("opcnamespace", CatalogSnapshot.PG_CATALOG)
                    .set("opcowner", catalog.owner())
                    .set("opcfamily", each.family())
                    .set("opcintype", each.input())
                    .set("opcdefault", each.usual())
                    .set("opckeytype", stored(each))
                    .end();
        }
    }

    void operatorFamilies(SystemRows rows) {
        Map<Integer, OperatorClasses.OperatorClass> families = new LinkedHashMap<>();
        OperatorClasses.all().forEach(each -> families.put(each.family(), each));
        families.forEach((oid, family) -> rows.add()
                .set("oid", oid)
                .set("opfmethod", family.method())
                .set("opfname", family.familyName())
                .set("opfnamespace", CatalogSnapshot.PG_CATALOG)
                .set("opfowner", catalog.owner())
                .end());
    }

    void languages(SystemRows rows) {
        rows.add()
                .set("oid", 12)
                .set("lanname", "internal")
                .set("lanowner", catalog.owner())
                .end();
        rows.add()
                .set("oid", 14)
                .set("lanname", "sql")
                .set("lanowner", catalog.owner())
                .set("lanpltrusted", true)
                .end();
    }
}
