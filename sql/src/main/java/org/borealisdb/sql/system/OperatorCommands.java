package org.borealisdb.sql.system;

import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.session.CommandTag;

/** Runs statements about operators and casts. Belongs to one task. */
final class OperatorCommands {
    private final CatalogChanges changes;

    OperatorCommands(CatalogChanges changes) {
        this.changes = changes;
    }

    CommandTag run(OperatorStatement statement) {
        OperatorDefinitions operators = new OperatorDefinitions(changes);
        CastDefinitions casts = new CastDefinitions(changes);
        CommandTag tag = switch (statement) {
            case OperatorStatement.Create create -> operators.create(create);
            case OperatorStatement.Alter alter -> operators.alter(alter);
            case OperatorStatement.Drop drop -> operators.drop(drop);
            case OperatorStatement.CreateCast create -> casts.create(create);
            case OperatorStatement.DropCast drop -> casts.drop(drop);
        };
        changes.schema().forget();
        return tag;
    }
}
