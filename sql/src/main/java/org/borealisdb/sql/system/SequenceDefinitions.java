package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** Makes, alters and drops sequences. Belongs to one task. */
final class SequenceDefinitions {
    private static final int RESERVED_AT_A_TIME = 32;

    private final CatalogChanges changes;

    SequenceDefinitions(CatalogChanges changes) {
        this.changes = changes;
    }

    void create(Definition.CreateSequence create) {
        refuseName(create.options());
        CatalogObject parent =
                changes.schemaOf(create.name(), create.persistence() == Definition.Persistence.TEMPORARY);
        String name = create.name().last();
        if (changes.isTaken(parent, name, create.ifNotExists())) {
            return;
        }
        long id = make(parent, name, typeOf(create.options()).orElse(BuiltInType.INT8.type()), create.options(), 0);
        if (create.persistence() == Definition.Persistence.UNLOGGED) {
            changes.schema().forget();
            CatalogObject made =
                    changes.schema().object(CatalogKind.SEQUENCE, id).orElseThrow();
            changes.replace(UnloggedRelations.declared(made, create.persistence()));
        }
        if (has(create.options(), "owned by")) {
            changes.schema().forget();
            new SequenceOwner(changes).set(find(create.name().parts()), create.options());
        }
    }

    /** Makes the sequence of a column and returns its id. */
    long createFor(CatalogObject table, CatalogObject parent, String column, SqlType type, List<OptionItem> options) {
        for (OptionItem option : options) {
            if (option.name().equals("sequence name")
                    && option.value() instanceof SyntaxExpression.ColumnReference given) {
                QualifiedName name = new QualifiedName(given.names(), option.position());
                CatalogObject schema = changes.schemaOf(name, false);
                changes.isTaken(schema, name.last(), false);
                return make(schema, name.last(), type, options, table.id());
            }
        }
        String name = changes.freeName(parent, table.name(), column, "seq");
        return make(parent, name, type, options, table.id());
    }

    private static void refuseName(List<OptionItem> options) {
        if (has(options, "sequence name")) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "invalid sequence option SEQUENCE NAME");
        }
    }

    /** Makes the sequence of a column like that of another one; returns its id. */
    long createLike(CatalogObject table, CatalogObject parent, String column, CatalogObject model) {
        long id = changes.newId();
        SequenceState state = SequenceProperties.initial(model);
        changes.database().sequences().create(changes.transaction(), id, state);
        CatalogObject object = CatalogObject.of(
                        CatalogKind.SEQUENCE, id, parent.id(), changes.freeName(parent, table.name(), column, "seq"))
                .withRelated(table.id());
        CatalogObject declared = SequenceProperties.declare(object, SequenceProperties.type(model), state);
        changes.add(SequenceProperties.declareCache(declared, SequenceProperties.cache(model)));
        return id;
    }

    private long make(CatalogObject parent, String name, SqlType type, List<OptionItem> options, long table) {
        long id = changes.newId();
        long cache = cache(options).orElse(1L);
        SequenceState state = state(type, options, Optional.empty(), type, cache);
        changes.database().sequences().create(changes.transaction(), id, state);
        CatalogObject named = CatalogObject.of(CatalogKind.SEQUENCE, id, parent.id(), name);
        CatalogObject object = SequenceProperties.declareCache(SequenceProperties.declare(named, type, state), cache);
        changes.add(table == 0 ? object : object.withRelated(table));
        return id;
    }

    private Optional<SqlType> typeOf(List<OptionItem> options) {
        for (OptionItem option : options) {
            if (option.name().equals("as") && option.value() instanceof SyntaxExpression.ColumnReference name) {
                Optional<SqlType> named =
                        BuiltInType.named(name.names().getLast()).map(BuiltInType::type);
                if (named.isEmpty() && changes.schema().userType(name.names()).isEmpty()) {
                    throw changes.error(
                            ErrorCode.UNDEFINED_OBJECT,
                            "type \"" + String.join(".", name.names()) + "\" does not exist",
                            name.position());
                }
                SqlType type = named.orElse(BuiltInType.TEXT.type());
                if (!type.is(BuiltInType.INT2) && !type.is(BuiltInType.INT4) && !type.is(BuiltInType.INT8)) {
                    throw invalid("sequence type must be smallint, integer, or bigint");
                }
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /** The state that options describe, over those of a sequence that is there. A bound that was that of its type then is that of the new type. */
    private static SequenceState state(
            SqlType type, List<OptionItem> options, Optional<SequenceState> before, SqlType typeBefore, long cache) {
        long increment = number(options, "increment")
                .orElse(before.map(SequenceState::increment).orElse(1L));
        if (increment == 0) {
            throw invalid("INCREMENT must not be zero");
        }
        long smallest = smallest(type);
        long largest = largest(type);
        long minimum = number(options, "minvalue")
                .orElse(before.filter(any -> !has(options, "no minvalue"))
                        .map(SequenceState::minimum)
                        .map(bound -> bound == smallest(typeBefore) ? smallest : bound)
                        .orElse(increment > 0 ? 1 : smallest));
        long maximum = number(options, "maxvalue")
                .orElse(before.filter(any -> !has(options, "no maxvalue"))
                        .map(SequenceState::maximum)
                        .map(bound -> bound == largest(typeBefore) ? largest : bound)
                        .orElse(increment > 0 ? largest : -1));
        if (minimum < smallest || maximum > largest) {
            throw invalid(
                    minimum < smallest
                            ? "MINVALUE (" + minimum + ") is out of range for sequence data type "
                                    + type.nameWithoutModifier()
                            : "MAXVALUE (" + maximum + ") is out of range for sequence data type "
                                    + type.nameWithoutModifier());
        }
        if (minimum >= maximum) {
            throw invalid("MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
        }
        long start = number(options, "start")
                .orElse(before.map(SequenceState::next).orElse(increment > 0 ? minimum : maximum));
        if (start < minimum) {
            throw invalid("START value (" + start + ") cannot be less than MINVALUE (" + minimum + ")");
        }
        if (start > maximum) {
            throw invalid("START value (" + start + ") cannot be greater than MAXVALUE (" + maximum + ")");
        }
        boolean cycles = has(options, "cycle")
                || (!has(options, "no cycle")
                        && before.filter(SequenceState::cycles).isPresent());
        int reserved = (int) Math.min(SequenceState.MAX_CACHE, Math.max(RESERVED_AT_A_TIME, cache));
        return new SequenceState(start, false, increment, minimum, maximum, cycles, reserved);
    }

    private static Optional<Long> cache(List<OptionItem> options) {
        Optional<Long> cache = number(options, "cache");
        if (cache.isPresent() && cache.get() <= 0) {
            throw invalid("CACHE (" + cache.get() + ") must be greater than zero");
        }
        return cache;
    }

    private static long smallest(SqlType type) {
        if (type.is(BuiltInType.INT2)) {
            return Short.MIN_VALUE;
        }
        return type.is(BuiltInType.INT4) ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static long largest(SqlType type) {
        if (type.is(BuiltInType.INT2)) {
            return Short.MAX_VALUE;
        }
        return type.is(BuiltInType.INT4) ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static boolean has(List<OptionItem> options, String name) {
        return options.stream().anyMatch(option -> option.name().equals(name));
    }

    private static Optional<Long> number(List<OptionItem> options, String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(option -> number(option.value()))
                .reduce((first, second) -> {
                    throw new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options");
                });
    }

    private static long number(@Nullable SyntaxExpression value) {
        try {
            if (value instanceof SyntaxExpression.Literal literal) {
                return Long.parseLong(literal.text());
            }
            if (value instanceof SyntaxExpression.Unary unary
                    && unary.operand() instanceof SyntaxExpression.Literal literal) {
                return Long.parseLong(unary.operator().last() + literal.text());
            }
        } catch (NumberFormatException tooLarge) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value is out of range for type bigint");
        }
        throw invalid("a number is expected here");
    }

    private CatalogObject find(List<String> name) {
        CatalogObject found =
                changes.schema().relation(name).orElseThrow(() -> new SchemaNames(changes.schema()).noRelation(name));
        if (found.kind() != CatalogKind.SEQUENCE) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.getLast() + "\" is not a sequence");
        }
        return found;
    }

    void alter(Definition.AlterSequence alter) {
        if (alter.ifExists() && changes.schema().relation(alter.name().parts()).isEmpty()) {
            changes.notice("relation \"" + alter.name().last() + "\" does not exist, skipping");
            return;
        }
        CatalogObject sequence = find(alter.name().parts());
        new Ownership(changes).require(sequence);
        alter(sequence, alter.options());
        new SequenceOwner(changes).set(find(alter.name().parts()), alter.options());
    }

    /** Changes a sequence. */
    void alter(CatalogObject found, List<OptionItem> given) {
        refuseName(given);
        CatalogObject sequence = locked(found, TableLockMode.SHARE_ROW_EXCLUSIVE);
        List<OptionItem> options = given.stream()
                .filter(option -> !option.name().equals("owned by"))
                .toList();
        if (!options.isEmpty()) {
            alter(sequence, options, typeOf(options).orElse(SequenceProperties.type(sequence)));
        }
    }

    /** Makes the values of a sequence be of a type. */
    void retype(CatalogObject found, SqlType type) {
        alter(locked(found, TableLockMode.SHARE_ROW_EXCLUSIVE), List.of(), type);
    }

    private void alter(CatalogObject sequence, List<OptionItem> options, SqlType type) {
        SequenceState before = SequenceProperties.initial(sequence);
        SqlType typeBefore = SequenceProperties.type(sequence);
        if (options.isEmpty() && type.equals(typeBefore)) {
            return;
        }
        long cache = cache(options).orElse(SequenceProperties.cache(sequence));
        SequenceState initial = state(type, options, Optional.of(before), typeBefore, cache);
        SequenceState now = changes.database()
                .sequences()
                .state(changes.transaction().workspace(), SequenceProperties.values(sequence));
        Optional<OptionItem> restart = options.stream()
                .filter(option -> option.name().equals("restart"))
                .findFirst();
        long last = restart.map(option -> option.value() == null ? initial.last() : number(option.value()))
                .orElse(now.last());
        if (last < initial.minimum() || last > initial.maximum()) {
            throw invalid("RESTART value (" + last + ") cannot be "
                    + (last < initial.minimum()
                            ? "less than MINVALUE (" + initial.minimum() + ")"
                            : "greater than MAXVALUE (" + initial.maximum() + ")"));
        }
        goOn(
                SequenceProperties.declareCache(SequenceProperties.declare(sequence, type, initial), cache),
                new SequenceState(
                        last,
                        restart.isEmpty() && now.called(),
                        initial.increment(),
                        initial.minimum(),
                        initial.maximum(),
                        initial.cycles(),
                        initial.cache()));
    }

    /** Begins a sequence anew, as TRUNCATE ... RESTART IDENTITY does. */
    void restart(CatalogObject found) {
        CatalogObject sequence = locked(found, TableLockMode.ACCESS_EXCLUSIVE);
        goOn(sequence, SequenceProperties.initial(sequence));
    }

    /** Has a sequence go on with a state: under another number, so that it has the one of now again if the transaction is rolled back. */
    private void goOn(CatalogObject sequence, SequenceState state) {
        long values = changes.newId();
        changes.database().sequences().create(changes.transaction(), values, state);
        changes.database().sequences().drop(changes.transaction(), SequenceProperties.values(sequence));
        changes.replace(SequenceProperties.keepValues(sequence, values));
        changes.schema().forget();
    }

    /** Locks a sequence: those who take values of it wait. Returns what it is then. */
    private CatalogObject locked(CatalogObject found, TableLockMode mode) {
        changes.lock(new LockKey.OfTable(found.id()), mode);
        changes.schema().forget();
        return changes.schema()
                .object(CatalogKind.SEQUENCE, found.id())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + found.name() + "\" does not exist"));
    }

    /**
     * Drops a sequence that no default needs; the column that owns it goes on without.
     *
     * @throws SqlException 2BP01 if it is that of an identity column
     */
    void drop(CatalogObject sequence) {
        Optional<TableDefinition> table =
                changes.schema().object(CatalogKind.TABLE, sequence.related()).map(changes.schema()::table);
        Optional<TableColumn> owner = table.flatMap(owning -> owning.columns().stream()
                .filter(column -> column.sequences().contains(sequence.id()))
                .findFirst());
        if (table.isPresent() && owner.isPresent()) {
            if (owner.get().isIdentityBy(sequence.id())) {
                throw neededBy(sequence, table.get(), owner.get());
            }
            changes.replace(owner.get().withoutSequence(sequence.id()));
        }
        remove(sequence);
    }

    private SqlException neededBy(CatalogObject sequence, TableDefinition table, TableColumn column) {
        String of = "column " + Quoting.identifier(column.name()) + " of table " + changes.shown(table.object());
        return new SqlException(
                        ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop sequence " + changes.shown(sequence) + " because " + of + " requires it")
                .withHint("You can drop " + of + " instead.");
    }

    void remove(CatalogObject found) {
        CatalogObject sequence = locked(found, TableLockMode.ACCESS_EXCLUSIVE);
        changes.database().sequences().drop(changes.transaction(), SequenceProperties.values(sequence));
        changes.remove(sequence);
    }
}
