package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DefinitionItem;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.bind.SupportFunctions;
import org.borealisdb.sql.catalog.Estimators;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.system.OperatorNames.Operands;

/** Makes, changes and drops operators. The order of the checks is PostgreSQL's. Belongs to one task. */
final class OperatorDefinitions {
    private static final List<String> KNOWN = List.of(
            "leftarg",
            "rightarg",
            "function",
            "procedure",
            "commutator",
            "negator",
            "restrict",
            "join",
            "hashes",
            "merges",
            "sort1",
            "sort2",
            "ltcmp",
            "gtcmp");

    private final CatalogChanges changes;
    private final Ownership ownership;
    private final OperatorNames names;
    private final FunctionNames types;

    OperatorDefinitions(CatalogChanges changes) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.names = new OperatorNames(changes);
        this.types = new FunctionNames(changes);
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
    }

    CommandTag create(OperatorStatement.Create create) {
        CatalogObject parent = changes.schemaOf(new QualifiedName(create.name().parts(), -1));
        List<DefinitionItem> items = create.items();
        checkOperand(items, "leftarg");
        checkOperand(items, "rightarg");
        DefinitionItems.warn(changes, "operator", items, KNOWN);
        QualifiedName functionName = DefinitionItems.named(items, "function", "procedure")
                .map(DefinitionItems::name)
                .orElseThrow(() -> invalid("operator function must be specified"));
        Operands operands = operands(items);
        List<SqlType> arguments = new ArrayList<>(operands.left().stream().toList());
        arguments.add(operands.right());
        SupportFunctions.Found function = new SupportFunctions(changes.bindContext()).exact(functionName, arguments);
        function.object()
                .ifPresent(object -> changes.privileges()
                        .require(changes.schema().currentRole().id(), object, Privilege.EXECUTE));
        OptionalInt restrict = estimator(items, "restrict", false);
        OptionalInt join = estimator(items, "join", true);
        checkFits(items, operands, function.result().is(BuiltInType.BOOL));
        String name = create.name().last();
        CatalogObject object = stored(parent, name, operands);
        object = object.with(UserOperator.FUNCTION, Integer.toUnsignedString(function.oid()))
                .with(
                        UserOperator.RESULT,
                        Integer.toUnsignedString(function.result().oid()));
        object = with(object, UserOperator.RESTRICT, restrict);
        object = with(object, UserOperator.JOIN, join);
        boolean merges = truth(items, "merges")
                || DefinitionItems.named(items, "sort1", "sort2", "ltcmp", "gtcmp")
                        .isPresent();
        object = truth(items, "hashes") ? object.with(UserOperator.HASHES, "true") : object;
        object = merges ? object.with(UserOperator.MERGES, "true") : object;
        put(object);
        link(object, operands, items);
        operands.left().ifPresent(changes::keep);
        changes.keep(operands.right());
        changes.keep(function.result());
        return CommandTag.plain("CREATE OPERATOR");
    }

    private void put(CatalogObject object) {
        if (changes.schema().object(CatalogKind.OPERATOR, object.id()).isPresent()) {
            changes.replace(object);
        } else {
            changes.add(object);
        }
        changes.schema().forget();
    }

    private static boolean truth(List<DefinitionItem> items, String name) {
        return DefinitionItems.named(items, name).filter(DefinitionItems::truth).isPresent();
    }

    private static CatalogObject with(CatalogObject object, String property, OptionalInt value) {
        return value.isPresent()
                ? object.with(property, Integer.toUnsignedString(value.getAsInt()))
                : TableAlterations.without(object, property);
    }

    private static void checkOperand(List<DefinitionItem> items, String name) {
        Optional<DefinitionItem> item = DefinitionItems.named(items, name);
        if (item.isPresent() && DefinitionItems.type(item.get()).isSet()) {
            throw invalid("SETOF type not allowed for operator argument");
        }
    }

    private Operands operands(List<DefinitionItem> items) {
        Optional<SqlType> left = operand(items, "leftarg");
        Optional<SqlType> right = operand(items, "rightarg");
        if (left.isEmpty() && right.isEmpty()) {
            throw invalid("operator argument types must be specified");
        }
        if (right.isEmpty()) {
            throw invalid("operator right argument type must be specified")
                    .withDetail("Postfix operators are not supported.");
        }
        return new Operands(left, right.get());
    }

    private Optional<SqlType> operand(List<DefinitionItem> items, String name) {
        Optional<TypeName> type = DefinitionItems.named(items, name).map(DefinitionItems::type);
        return type.map(given -> types.type(given, "\"" + given.name() + "\""));
    }

    private static OptionalInt estimator(List<DefinitionItem> items, String item, boolean join) {
        Optional<QualifiedName> name = DefinitionItems.named(items, item).map(DefinitionItems::name);
        return name.isEmpty() ? OptionalInt.empty() : OptionalInt.of(estimator(name.get(), join));
    }

    private static int estimator(QualifiedName name, boolean join) {
        return Estimators.find(name.last(), join)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "function " + name + Estimators.arguments(join).replace(",", ", ") + " does not exist"));
    }

    private static void checkFits(List<DefinitionItem> items, Operands operands, boolean isBoolean) {
        if (operands.left().isEmpty()) {
            refuse(items, "commutator", "only binary operators can have commutators");
            refuse(items, "join", "only binary operators can have join selectivity");
            refuse(items, "merges", "only binary operators can merge join");
            refuse(items, "hashes", "only binary operators can hash");
        }
        if (!isBoolean) {
            refuse(items, "negator", "only boolean operators can have negators");
            refuse(items, "restrict", "only boolean operators can have restriction selectivity");
            refuse(items, "join", "only boolean operators can have join selectivity");
            refuse(items, "merges", "only boolean operators can merge join");
            refuse(items, "hashes", "only boolean operators can hash");
        }
    }

    private static void refuse(List<DefinitionItem> items, String name, String message) {
        boolean flag = name.equals("merges") || name.equals("hashes");
        if (flag ? truth(items, name) : DefinitionItems.named(items, name).isPresent()) {
            throw invalid(message);
        }
    }

    /** Returns the object of an operator: a new one, or the shell of it. */
    private CatalogObject stored(CatalogObject parent, String name, Operands operands) {
        Optional<CatalogObject> before = shell(parent, name, operands);
        if (before.isPresent() && before.get().property(UserOperator.FUNCTION).isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_FUNCTION, "operator " + name + " already exists");
        }
        before.ifPresent(ownership::require);
        return before.orElseGet(() -> begun(parent, name, operands));
    }

    private Optional<CatalogObject> shell(CatalogObject parent, String name, Operands operands) {
        return changes.schema()
                .child(parent, NameSpace.OPERATORS, UserOperator.signature(name, operands.left(), operands.right()));
    }

    private CatalogObject begun(CatalogObject parent, String name, Operands operands) {
        CatalogObject object = CatalogObject.of(
                        CatalogKind.OPERATOR,
                        changes.newId(),
                        parent.id(),
                        UserOperator.signature(name, operands.left(), operands.right()))
                .with(UserOperator.NAME, name)
                .with(
                        UserOperator.RIGHT,
                        Integer.toUnsignedString(operands.right().oid()));
        return operands.left().isPresent()
                ? object.with(
                        UserOperator.LEFT,
                        Integer.toUnsignedString(operands.left().get().oid()))
                : object;
    }

    /** Tells an operator and its commutator and negator of each other; those that are not there yet become shells. */
    private void link(CatalogObject object, Operands operands, List<DefinitionItem> items) {
        Optional<QualifiedName> commutator =
                DefinitionItems.named(items, "commutator").map(DefinitionItems::name);
        if (commutator.isPresent()) {
            Operands exchanged =
                    new Operands(Optional.of(operands.right()), operands.left().orElseThrow());
            linked(object, commutator.get(), exchanged, UserOperator.COMMUTATOR);
        }
        Optional<QualifiedName> negator =
                DefinitionItems.named(items, "negator").map(DefinitionItems::name);
        negator.ifPresent(name -> linked(object, name, operands, UserOperator.NEGATOR));
    }

    private void linked(CatalogObject object, QualifiedName name, Operands others, String property) {
        CatalogObject now =
                changes.schema().object(CatalogKind.OPERATOR, object.id()).orElseThrow();
        Optional<OperatorTable.Operator> builtIn = names.builtIn(name, others);
        if (builtIn.isPresent()) {
            OperatorTable.Operator of = builtIn.get();
            int taken = property.equals(UserOperator.COMMUTATOR) ? of.commutator() : of.negator();
            if (taken != 0) {
                String by = OperatorTable.builtIn().all().stream()
                        .filter(each -> each.oid() == taken)
                        .map(OperatorTable.Operator::name)
                        .findFirst()
                        .orElseThrow();
                throw taken(name, property, by);
            }
            put(now.with(property, Integer.toString(builtIn.get().oid())));
            return;
        }
        Optional<UserOperator> known = names.made(name, others);
        boolean itself = known.filter(each -> each.object().id() == object.id()).isPresent();
        if (itself && property.equals(UserOperator.NEGATOR)) {
            throw invalid("operator cannot be its own negator");
        }
        CatalogObject other;
        if (known.isPresent()) {
            other = known.get().object();
        } else {
            CatalogObject parent = changes.schemaOf(new QualifiedName(name.parts(), -1));
            other = begun(parent, name.last(), others);
            put(other);
        }
        Optional<CatalogObject> taker = other.property(property)
                .flatMap(id -> changes.schema().object(CatalogKind.OPERATOR, Long.parseLong(id)))
                .filter(each -> each.id() != object.id());
        if (taker.isPresent()) {
            throw taken(name, property, taker.get().property(UserOperator.NAME).orElseThrow());
        }
        put(now.with(property, Long.toString(other.id())));
        if (!itself && other.property(property).isEmpty()) {
            put(changes.schema()
                    .object(CatalogKind.OPERATOR, other.id())
                    .orElseThrow()
                    .with(property, Long.toString(object.id())));
        }
    }

    private static SqlException taken(QualifiedName name, String property, String by) {
        String link = property.equals(UserOperator.COMMUTATOR) ? "commutator" : "negator";
        return invalid(link + " operator " + String.join(".", name.parts()) + " is already the " + link
                + " of operator " + by);
    }

    CommandTag alter(OperatorStatement.Alter alter) {
        UserOperator operator = names.needed(alter.signature());
        CatalogObject object = operator.object();
        if (alter.owner() != null) {
            ownership.change(object, new RoleNames(changes).find(alter.owner()));
        } else if (alter.schema() != null) {
            move(operator, alter.schema());
        } else {
            ownership.require(object);
            changes.replace(altered(operator, alter.items()));
        }
        return CommandTag.plain("ALTER OPERATOR");
    }

    private void move(UserOperator operator, String schema) {
        CatalogObject object = operator.object();
        ownership.require(object);
        CatalogObject parent = changes.schema()
                .schema(schema)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist"));
        if (parent.id() == object.parent()) {
            return;
        }
        changes.requireCreate(parent);
        if (changes.schema().child(parent, NameSpace.OPERATORS, object.name()).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "operator " + operator.shown() + " already exists in schema \"" + schema + "\"");
        }
        changes.replace(new CatalogObject(
                object.kind(),
                object.id(),
                parent.id(),
                object.related(),
                object.name(),
                object.tree(),
                object.properties()));
    }

    private static CatalogObject altered(UserOperator operator, List<DefinitionItem> items) {
        CatalogObject object = operator.object();
        for (DefinitionItem item : items) {
            boolean join = item.name().equals("join");
            if (!join && !item.name().equals("restrict")) {
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR,
                        "operator attribute \"" + item.name() + "\" "
                                + (KNOWN.contains(item.name()) ? "cannot be changed" : "not recognized"));
            }
            boolean none = "none".equals(item.text());
            OptionalInt value =
                    none ? OptionalInt.empty() : OptionalInt.of(estimator(DefinitionItems.name(item), join));
            if (value.isPresent() && join && operator.left().isEmpty()) {
                throw invalid("only binary operators can have join selectivity");
            }
            if (value.isPresent() && operator.number(UserOperator.RESULT) != BuiltInType.BOOL.oid()) {
                throw invalid(
                        "only boolean operators can have " + (join ? "join selectivity" : "restriction selectivity"));
            }
            object = with(object, join ? UserOperator.JOIN : UserOperator.RESTRICT, value);
        }
        return object;
    }

    CommandTag drop(OperatorStatement.Drop drop) {
        for (OperatorStatement.Signature signature : drop.signatures()) {
            drop(signature, drop.ifExists(), drop.cascade());
        }
        return CommandTag.plain("DROP OPERATOR");
    }

    private void drop(OperatorStatement.Signature signature, boolean ifExists, boolean cascade) {
        Operands operands;
        try {
            operands = names.operands(signature);
        } catch (SqlException missing) {
            if (!ifExists || missing.code() != ErrorCode.UNDEFINED_OBJECT) {
                throw missing;
            }
            changes.notice(missing.text() + ", skipping");
            return;
        }
        boolean there = names.builtIn(signature.name(), operands).isPresent()
                || names.made(signature.name(), operands).isPresent();
        if (!there && ifExists) {
            changes.notice("operator " + signature.name() + " does not exist, skipping");
            return;
        }
        UserOperator operator = names.needed(signature);
        ownership.requireDrop(operator.object());
        new Dependents(changes).of(operator).drop(cascade, OperatorNames.name(changes, operator.object()));
        remove(operator.object());
    }

    /** Adds the operators of a schema to what goes with it. */
    void addTo(Dependents members, CatalogObject schema, String on) {
        for (CatalogObject operator : of(schema)) {
            members.member(operator, OperatorNames.name(changes, operator), on, () -> removeIfThere(operator));
        }
    }

    /** Removes an operator that may have gone already. */
    void removeIfThere(CatalogObject operator) {
        changes.schema().object(CatalogKind.OPERATOR, operator.id()).ifPresent(this::remove);
    }

    /** Removes an operator, and what others know of it. */
    void remove(CatalogObject object) {
        changes.remove(object);
        String id = Long.toString(object.id());
        for (CatalogObject other : changes.schema().all(CatalogKind.OPERATOR)) {
            CatalogObject without = other;
            for (String property : List.of(UserOperator.COMMUTATOR, UserOperator.NEGATOR)) {
                if (other.property(property).filter(id::equals).isPresent()) {
                    without = TableAlterations.without(without, property);
                }
            }
            if (!without.equals(other) && other.id() != object.id()) {
                changes.replace(without);
            }
        }
        changes.schema().forget();
    }

    /** Returns the operators of a schema. */
    List<CatalogObject> of(CatalogObject schema) {
        return changes.schema().children(schema, NameSpace.OPERATORS);
    }
}
