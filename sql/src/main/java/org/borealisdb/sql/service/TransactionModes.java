package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.ast.TransactionStatement.Isolation;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction runs.
 *
 * @param level of isolation that it was given
 * @param readOnly whether it was declared to change nothing
 * @param deferrable whether, being serializable and read-only, it waits for a view with which it cannot fail
 */
record TransactionModes(Isolation level, boolean readOnly, boolean deferrable) {
    /** The settings that are a transaction's rather than the session's. */
    private static final List<String> SETTINGS =
            List.of("transaction_isolation", "transaction_read_only", "transaction_deferrable");

    /** The words for levels of isolation, in the order in which a hint gives them. */
    static final List<String> LEVELS = List.of("serializable", "repeatable read", "read committed", "read uncommitted");

    /** Returns whether a setting is of the transaction, and set by {@link TransactionBlock#setMode}. */
    static boolean isSetting(String name) {
        return SETTINGS.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the text of a setting that says how the transaction is, if it is one.
     *
     * @param reads whether it must not write
     * @param following whether another instance writes
     */
    Optional<String> setting(String name, boolean reads, boolean following) {
        return switch (name) {
            case "transaction_isolation" -> Optional.of(word(level));
            case "transaction_deferrable" -> Optional.of(deferrable ? "on" : "off");
            case "transaction_read_only" -> Optional.of(reads ? "on" : "off");
            case "in_hot_standby" -> Optional.of(following ? "on" : "off");
            default -> Optional.empty();
        };
    }

    /** Returns the modes of a transaction that nothing is said of. */
    static TransactionModes byDefault(Settings settings) {
        return new TransactionModes(
                settings.isolationByDefault(),
                settings.get("default_transaction_read_only").equals("on"),
                settings.get("default_transaction_deferrable").equals("on"));
    }

    /** Makes modes those of the session's transactions from now on; returns the settings that it set. */
    static List<String> setDefaults(TransactionStatement.Modes wanted, Settings settings) {
        List<String> set = new ArrayList<>();
        if (wanted.isolation() != null) {
            settings.setInTransaction("default_transaction_isolation", word(wanted.isolation()));
            set.add("default_transaction_isolation");
        }
        setSwitch("default_transaction_read_only", wanted.readOnly(), settings, set);
        setSwitch("default_transaction_deferrable", wanted.deferrable(), settings, set);
        return set;
    }

    private static void setSwitch(String setting, @Nullable Boolean wanted, Settings settings, List<String> set) {
        if (wanted != null) {
            settings.setInTransaction(setting, wanted ? "on" : "off");
            set.add(setting);
        }
    }

    /** Returns how it is isolated: READ UNCOMMITTED shows no more than READ COMMITTED. */
    IsolationLevel isolation() {
        return switch (level) {
            case READ_UNCOMMITTED, READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
            case REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
            case SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
        };
    }

    /** Returns the level of one of {@link #LEVELS}. */
    static Isolation level(String word) {
        return Isolation.valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    /** Returns the word for a level. */
    static String word(Isolation level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * The error about a transaction that is to have another isolation level.
     *
     * @param outside whether it is not within a savepoint, and so has run a query
     */
    static SqlException isolatedTooLate(boolean outside) {
        return new SqlException(
                ErrorCode.ACTIVE_SQL_TRANSACTION,
                "SET TRANSACTION ISOLATION LEVEL must "
                        + (outside ? "be called before any query" : "not be called in a subtransaction"));
    }

    /**
     * The error about a read-only transaction that is to write after all.
     *
     * @param inside whether it is within a savepoint
     */
    static SqlException writesTooLate(boolean inside) {
        return new SqlException(
                ErrorCode.ACTIVE_SQL_TRANSACTION,
                inside
                        ? "cannot set transaction read-write mode inside a read-only transaction"
                        : "transaction read-write mode must be set before any query");
    }

    /** Returns whether all statements see one state. */
    boolean seesOneState() {
        return isolation() != IsolationLevel.READ_COMMITTED;
    }

    TransactionModes with(Isolation other) {
        return new TransactionModes(other, readOnly, deferrable);
    }

    TransactionModes withReadOnly(boolean other) {
        return new TransactionModes(level, other, deferrable);
    }

    TransactionModes withDeferrable(boolean other) {
        return new TransactionModes(level, readOnly, other);
    }

    /**
     * Refuses what a reader of the cluster cannot do: it does not know what the writer's transactions read.
     *
     * @param following whether this is one
     * @throws SqlException 0A000
     */
    void refuseOnReader(boolean following) {
        if (following && level == Isolation.SERIALIZABLE) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use serializable mode in a hot standby")
                    .withHint("You can use REPEATABLE READ instead.");
        }
    }
}
