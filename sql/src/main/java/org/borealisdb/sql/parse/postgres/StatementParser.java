package org.borealisdb.sql.parse.postgres;

import java.util.List;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.Statement;

/** Reads one statement, choosing by its first words. */
final class StatementParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    StatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads any statement. */
    Statement parse() {
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return grammar.query();
        }
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            throw cursor.unexpected();
        }
        return switch (keyword) {
            case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE -> intoTable(preparable());
            case CREATE -> grammar.definitions.create();
            case DROP -> grammar.definitions.drop();
            case ALTER -> grammar.alterations.alter();
            case BEGIN -> grammar.sessions.begin();
            case START -> grammar.sessions.start();
            case COMMIT, END -> grammar.sessions.commit();
            case ROLLBACK, ABORT -> grammar.sessions.rollback();
            case SAVEPOINT -> grammar.sessions.savepoint();
            case RELEASE -> grammar.sessions.release();
            case SET -> grammar.sessions.set();
            case SHOW -> grammar.sessions.show();
            case RESET -> grammar.sessions.reset();
            case DISCARD -> grammar.sessions.discard();
            case PREPARE -> grammar.sessions.prepare();
            case EXECUTE -> grammar.sessions.execute();
            case DEALLOCATE -> grammar.sessions.deallocate();
            case DECLARE -> grammar.sessions.declare();
            case FETCH -> grammar.sessions.fetch(false);
            case MOVE -> grammar.sessions.fetch(true);
            case CLOSE -> grammar.sessions.close();
            case LISTEN -> grammar.sessions.listen();
            case UNLISTEN -> grammar.sessions.unlisten();
            case NOTIFY -> grammar.sessions.announce();
            case EXPLAIN -> grammar.maintenance.explain();
            case COPY -> grammar.maintenance.copy();
            case VACUUM -> grammar.maintenance.vacuum();
            case ANALYZE, ANALYSE -> grammar.maintenance.analyze();
            case TRUNCATE -> grammar.maintenance.truncate();
            case LOCK -> grammar.maintenance.lock();
            case COMMENT -> grammar.maintenance.comment();
            case CHECKPOINT -> grammar.maintenance.checkpoint();
            case REINDEX -> grammar.maintenance.reindex();
            case CALL -> grammar.maintenance.call();
            case GRANT, REVOKE -> grammar.roles.grant();
            case REASSIGN -> grammar.roles.reassign();
            case CLUSTER -> grammar.maintenance.cluster();
            case MERGE, DO, IMPORT, LOAD, REFRESH, SECURITY ->
                throw cursor.notSupported(keyword.name(), cursor.position());
            default -> throw cursor.unexpected();
        };
    }

    /** SELECT INTO is CREATE TABLE AS. */
    private static Statement intoTable(Statement statement) {
        if (!(statement instanceof Query query) || query.into().isEmpty()) {
            return statement;
        }
        Query.Into into = query.into().get();
        return new Definition.CreateTableAs(
                into.name(),
                into.persistence(),
                false,
                List.of(),
                List.of(),
                Definition.OnCommit.DEFAULT,
                null,
                query.withoutInto(),
                true,
                query.position());
    }

    /** Reads a statement that can be prepared: a query or a data change, perhaps after WITH. */
    Statement preparable() {
        cursor.enter();
        Query.WithClause with = cursor.at(Keyword.WITH) ? grammar.queries.withClause() : null;
        Keyword keyword = cursor.keyword();
        Statement statement = switch (keyword) {
            case INSERT -> grammar.changes.insert(with);
            case UPDATE -> grammar.changes.update(with);
            case DELETE -> grammar.changes.delete(with);
            case MERGE -> throw cursor.notSupported("MERGE", cursor.position());
            case null, default -> grammar.queries.parse(with);
        };
        cursor.leave();
        return statement;
    }

    /** Reads a statement that can be explained. */
    Statement explainable() {
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return preparable();
        }
        return switch (keyword) {
            case DECLARE -> grammar.sessions.declare();
            case CREATE -> grammar.definitions.create();
            case EXECUTE -> grammar.sessions.execute();
            default -> intoTable(preparable());
        };
    }
}
