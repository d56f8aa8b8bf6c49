package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** OWNED BY: the column with which a sequence is dropped. Belongs to one task. */
final class SequenceOwner {
    private final CatalogChanges changes;

    SequenceOwner(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Gives a sequence the owner that options say, if they say one. */
    void set(CatalogObject sequence, List<OptionItem> options) {
        for (OptionItem option : options) {
            if (option.name().equals("owned by") && option.value() instanceof SyntaxExpression.ColumnReference name) {
                set(sequence, name.names(), option.position());
            }
        }
    }

    private void set(CatalogObject sequence, List<String> names, int position) {
        Optional<TableDefinition> before =
                changes.schema().object(CatalogKind.TABLE, sequence.related()).map(changes.schema()::table);
        Optional<TableColumn> owner = before.stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.sequences().contains(sequence.id()))
                .findFirst();
        if (owner.filter(column -> column.isIdentityBy(sequence.id())).isPresent()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence")
                    .withDetail("Sequence \"" + sequence.name() + "\" is linked to table \""
                            + before.orElseThrow().name() + "\".");
        }
        boolean none = names.size() == 1 && names.getFirst().equals("none");
        if (names.size() == 1 && !none) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "invalid OWNED BY option")
                    .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
        }
        owner.ifPresent(column -> changes.replace(column.withoutSequence(sequence.id())));
        changes.schema().forget();
        if (none) {
            changes.replace(sequence.withRelated(0));
            changes.schema().forget();
            return;
        }
        TableDefinition table = changes.locked(new QualifiedName(names.subList(0, names.size() - 1), position));
        if (table.object().parent() != sequence.parent()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "sequence must be in same schema as table it is linked to");
        }
        TableColumn column = table.columns().stream()
                .filter(each -> !each.dropped() && each.name().equals(names.getLast()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + names.getLast() + "\" of relation \"" + table.name() + "\" does not exist"));
        List<Long> owned = new ArrayList<>(column.sequences());
        owned.add(sequence.id());
        changes.replace(column.withSequences(owned));
        changes.replace(sequence.withRelated(table.object().id()));
        changes.schema().forget();
    }
}
