package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** Makes columns of tables that are there identity columns, changes and unmakes them. Belongs to one task. */
final class IdentityColumns {
    private final CatalogChanges changes;
    private final SequenceDefinitions sequences;

    IdentityColumns(CatalogChanges changes, SequenceDefinitions sequences) {
        this.changes = changes;
        this.sequences = sequences;
    }

    private static SqlException wrongState(TableDefinition table, TableColumn column, String what) {
        return new SqlException(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "column \"" + column.name() + "\" of relation \"" + table.name() + "\" " + what);
    }

    /** Fails if a type cannot be an identity column's. */
    static void checkType(SqlType type) {
        if (!type.is(BuiltInType.INT2) && !type.is(BuiltInType.INT4) && !type.is(BuiltInType.INT8)) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "identity column type must be smallint, integer, or bigint");
        }
    }

    static String letter(Definition.IdentityKind kind) {
        return kind == Definition.IdentityKind.ALWAYS ? "a" : "d";
    }

    void add(TableDefinition table, TableColumn column, Definition.IdentityConstraint identity) {
        checkType(column.type());
        if (!column.notNull()) {
            throw wrongState(table, column, "must be declared NOT NULL before identity can be added");
        }
        if (column.isIdentity()) {
            throw wrongState(table, column, "is already an identity column");
        }
        if (column.defaultText().isPresent() || column.isGenerated()) {
            throw wrongState(table, column, "already has a default value");
        }
        long sequence = sequences.createFor(
                table.object(), changes.schemaOf(table), column.name(), column.type(), identity.options());
        List<Long> owned = new ArrayList<>(List.of(sequence));
        owned.addAll(column.sequences());
        changes.replace(column.withSequences(owned)
                .with(TableColumn.IDENTITY, letter(identity.kind()))
                .with(TableColumn.DEFAULT, "nextval(" + sequence + "::regclass)"));
    }

    void set(TableDefinition table, TableColumn column, Definition.SetIdentity set) {
        if (!column.isIdentity()) {
            throw wrongState(table, column, "is not an identity column");
        }
        Definition.IdentityKind kind = set.kind();
        if (kind != null) {
            changes.replace(column.object().with(TableColumn.IDENTITY, letter(kind)));
        }
        if (!set.options().isEmpty()) {
            sequence(column).ifPresent(object -> sequences.alter(object, set.options()));
        }
    }

    /** The column gets another type: its values are of it. */
    void retype(TableColumn column, SqlType type) {
        if (column.isIdentity()) {
            sequence(column).ifPresent(object -> sequences.retype(object, type));
        }
    }

    private Optional<CatalogObject> sequence(TableColumn column) {
        return column.sequence().flatMap(id -> changes.schema().object(CatalogKind.SEQUENCE, id));
    }

    void drop(TableDefinition table, TableColumn column, Definition.DropIdentity dropped) {
        if (!column.isIdentity()) {
            if (!dropped.ifExists()) {
                throw wrongState(table, column, "is not an identity column");
            }
            changes.notice("column \"" + column.name() + "\" of relation \"" + table.name()
                    + "\" is not an identity column, skipping");
            return;
        }
        sequence(column).ifPresent(sequences::remove);
        CatalogObject plain = column.withoutSequence(column.sequence().orElseThrow());
        changes.replace(
                TableAlterations.without(TableAlterations.without(plain, TableColumn.DEFAULT), TableColumn.IDENTITY));
    }
}
