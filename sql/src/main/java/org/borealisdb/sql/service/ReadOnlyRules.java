package org.borealisdb.sql.service;

import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.jspecify.annotations.Nullable;

/** Which statements a transaction that may not write refuses, and which only an instance that may not, as PostgreSQL names them. */
final class ReadOnlyRules {
    private ReadOnlyRules() {}

    /** The command that a read-only transaction refuses; empty if it is none. */
    static Optional<String> refusedCommand(Statement statement) {
        return switch (statement) {
            case Query query
            when !query.locking().isEmpty() ->
                Optional.of("SELECT FOR "
                        + query.locking().getFirst().strength().name().replace('_', ' '));
            case Query query when query.changesRows() -> Optional.of("SELECT");
            case DataChange change -> Optional.of(word(change));
            case Definition definition -> Optional.of(word(definition));
            case TypeDefinition definition -> Optional.of(word(definition));
            case ObjectDefinition definition -> Optional.of(word(definition));
            case FunctionStatement function -> Optional.of(word(function));
            case OperatorStatement operator -> Optional.of(word(operator));
            case RoleStatement role -> Optional.of(word(role));
            case Maintenance.Truncate truncate -> Optional.of("TRUNCATE TABLE");
            case Maintenance.Comment comment -> Optional.of("COMMENT");
            case Maintenance.Copy copy when copy.isFrom() -> Optional.of("COPY FROM");
            default -> Optional.empty();
        };
    }

    /**
     * Refuses what a transaction that only reads must not do.
     *
     * @param own tells which tables it may change all the same, for their rows are nobody else's
     */
    static void refuse(Statement statement, Predicate<QualifiedName> own) {
        Optional<String> what = refusedCommand(statement);
        if (what.isPresent() && !changesOnly(statement, own)) {
            throw refusal(what.get());
        }
    }

    /**
     * Refuses what is neither forwarded nor may be done here.
     *
     * @param reads whether the transaction was declared to read only
     * @param elsewhere whether what it reads must come from the writer
     * @param open whether it is open there
     */
    static void refuseUnforwarded(Statement statement, boolean reads, boolean elsewhere, boolean open) {
        if (reads || !isForwarded(statement)) {
            refusedCommand(statement).ifPresent(what -> {
                throw reads ? refusal(what) : unforwarded(what);
            });
        }
        if (elsewhere) {
            unforwardedCommand(statement).ifPresent(what -> {
                throw SqlException.notSupported(what + " in a transaction with write forwarding")
                        .withHint(
                                open
                                        ? "The transaction goes on at the writer; end it before."
                                        : "A REPEATABLE READ transaction goes on at the writer unless it is READ ONLY.");
            });
        }
    }

    /** Returns whether a statement changes rows of no other tables than such as a test passes. */
    private static boolean changesOnly(Statement statement, Predicate<QualifiedName> test) {
        return switch (statement) {
            case DataChange change -> test.test(target(change)) && changesOnly(change.with(), test);
            case Query query when query.locking().isEmpty() -> changesOnly(query.with(), test);
            case Maintenance.Copy copy -> copy.table() != null && test.test(copy.table());
            default -> false;
        };
    }

    private static boolean changesOnly(Query.@Nullable WithClause with, Predicate<QualifiedName> test) {
        return with == null
                || with.items().stream()
                        .map(Query.CommonTable::statement)
                        .allMatch(item -> !(item instanceof DataChange change) || changesOnly(change, test));
    }

    private static QualifiedName target(DataChange change) {
        return switch (change) {
            case DataChange.Insert insert -> insert.table();
            case DataChange.Update update -> update.table().name();
            case DataChange.Delete delete -> delete.table().name();
        };
    }

    /** The error for a command that a read-only transaction refuses. */
    static SqlException refusal(String what) {
        return new SqlException(
                ErrorCode.READ_ONLY_SQL_TRANSACTION, "cannot execute " + what + " in a read-only transaction");
    }

    /** The error for a command that a reader refuses although it forwards others. */
    static SqlException unforwarded(String what) {
        return refusal(what)
                .withHint("INSERT, UPDATE, DELETE and SELECT FOR UPDATE or SHARE are forwarded to the writer;"
                        + " for anything else, connect to it.");
    }

    /** The command that changes nothing, but that a reader cannot do; empty if it is none. */
    static Optional<String> writersCommand(Statement statement) {
        return switch (statement) {
            case Maintenance.Vacuum vacuum -> Optional.of("VACUUM");
            case Maintenance.Analyze analyze -> Optional.of("ANALYZE");
            case Maintenance.Reindex reindex -> Optional.of("REINDEX");
            case Maintenance.Cluster cluster -> Optional.of("CLUSTER");
            case SessionStatement.Listen listen -> Optional.of("LISTEN");
            case SessionStatement.Unlisten unlisten -> Optional.of("UNLISTEN");
            case SessionStatement.Notify announced -> Optional.of("NOTIFY");
            case Maintenance.LockTable lock
            when lock.mode().compareTo(Maintenance.LockMode.ROW_EXCLUSIVE) > 0 -> Optional.of("LOCK TABLE");
            default -> Optional.empty();
        };
    }

    /** Whether a reader has a statement run on the writer, because it changes or locks rows. */
    static boolean isForwarded(Statement statement) {
        return switch (statement) {
            case Query query -> !query.locking().isEmpty() || query.changesRows();
            case DataChange _ -> true;
            case Maintenance.Explain explain -> isForwarded(explain.statement());
            default -> false;
        };
    }

    /** The command that a transaction cannot do that forwards, or would have to if it read: it would show another state than the transaction's. Empty if it is none. */
    static Optional<String> unforwardedCommand(Statement statement) {
        return switch (statement) {
            case SessionStatement.DeclareCursor _ -> Optional.of("DECLARE CURSOR");
            case Maintenance.Copy _ -> Optional.of("COPY");
            case Maintenance.LockTable _ -> Optional.of("LOCK TABLE");
            case TransactionStatement.Savepoint _ -> Optional.of("SAVEPOINT");
            default -> Optional.empty();
        };
    }

    private static String word(DataChange change) {
        return switch (change) {
            case DataChange.Insert insert -> "INSERT";
            case DataChange.Update update -> "UPDATE";
            case DataChange.Delete delete -> "DELETE";
        };
    }

    private static String word(TypeDefinition definition) {
        return switch (definition) {
            case TypeDefinition.CreateEnum create -> "CREATE TYPE";
            case TypeDefinition.CreateComposite create -> "CREATE TYPE";
            case TypeDefinition.CreateDomain create -> "CREATE DOMAIN";
            case TypeDefinition.Alter alter -> "ALTER " + alter.kind().name();
        };
    }

    private static String word(ObjectDefinition definition) {
        return switch (definition) {
            case ObjectDefinition.CreateCollation create -> "CREATE COLLATION";
            case ObjectDefinition.CreateStatistics create -> "CREATE STATISTICS";
            case ObjectDefinition.Alter alter -> "ALTER " + alter.kind().name();
        };
    }

    private static String word(FunctionStatement statement) {
        return switch (statement) {
            case FunctionStatement.Create create -> "CREATE FUNCTION";
            case FunctionStatement.CreateAggregate create -> "CREATE AGGREGATE";
            case FunctionStatement.Alter alter -> "ALTER " + alter.word();
            case FunctionStatement.Drop drop -> "DROP " + drop.word();
            case FunctionStatement.Comment comment -> "COMMENT";
        };
    }

    private static String word(OperatorStatement statement) {
        return switch (statement) {
            case OperatorStatement.Create create -> "CREATE OPERATOR";
            case OperatorStatement.Alter alter -> "ALTER OPERATOR";
            case OperatorStatement.Drop drop -> "DROP OPERATOR";
            case OperatorStatement.CreateCast create -> "CREATE CAST";
            case OperatorStatement.DropCast drop -> "DROP CAST";
        };
    }

    private static String word(RoleStatement statement) {
        return switch (statement) {
            case RoleStatement.Create create -> "CREATE ROLE";
            case RoleStatement.Alter alter -> "ALTER ROLE";
            case RoleStatement.AlterMembers alter -> "ALTER ROLE";
            case RoleStatement.Rename rename -> "ALTER ROLE";
            case RoleStatement.AlterSetting alter -> alter.command().words();
            case RoleStatement.Drop drop -> "DROP ROLE";
            case RoleStatement.GrantRoles grant -> grant.grant() ? "GRANT ROLE" : "REVOKE ROLE";
            case RoleStatement.Grant grant -> grant.grant() ? "GRANT" : "REVOKE";
            case RoleStatement.AlterDefaults alter -> "ALTER DEFAULT PRIVILEGES";
            case RoleStatement.ReassignOwned reassign -> "REASSIGN OWNED";
            case RoleStatement.DropOwned drop -> "DROP OWNED";
        };
    }

    private static String word(Definition definition) {
        return switch (definition) {
            case Definition.CreateTable create -> "CREATE TABLE";
            case Definition.CreateExtension create -> "CREATE EXTENSION";
            case Definition.CreateTableAs create -> "CREATE TABLE AS";
            case Definition.CreateIndex create -> "CREATE INDEX";
            case Definition.CreateView create -> "CREATE VIEW";
            case Definition.CreateSequence create -> "CREATE SEQUENCE";
            case Definition.AlterSequence alter -> "ALTER SEQUENCE";
            case Definition.CreateSchema create -> "CREATE SCHEMA";
            case Definition.CreateDatabase create -> "CREATE DATABASE";
            case Definition.AlterDatabase alter -> "ALTER DATABASE";
            case Definition.Drop drop -> "DROP " + drop.kind().name().replace('_', ' ');
            case Definition.AlterContainer alter -> "ALTER " + alter.kind();
            case Definition.AlterTable alter -> "ALTER TABLE";
        };
    }
}
