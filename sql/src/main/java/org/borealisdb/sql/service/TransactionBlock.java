package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.ast.TransactionStatement.Isolation;
import org.borealisdb.sql.execute.DeferredChecks;
import org.borealisdb.sql.execute.PendingCheck;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.sql.setting.SettingTable;
import org.jspecify.annotations.Nullable;

/**
 * A session's transaction: begun by the first statement that needs one, kept beyond it in a block that BEGIN opened. Belongs to
 * the session's task.
 */
final class TransactionBlock {
    private final Database database;
    private final Workspace workspace;
    private final LockOwner owner;
    private final Settings settings;
    private final StatementGuard guard;
    private final Notices notices;
    private final IntConsumer endPortals;
    private final Consumer<String> settingChanged;
    private final Savepoints savepoints = new Savepoints();
    private @Nullable Transaction transaction;
    private boolean block;
    private boolean failed;
    private boolean used;
    private final DatabaseAccess access;
    private final Forwarding forwarding;
    private final DeferredChecks deferred = new DeferredChecks();
    private Predicate<QualifiedName> isTemporary = name -> false;
    private Consumer<List<PendingCheck>> checker = checks -> {
        throw new IllegalStateException("nobody makes checks");
    };
    private TransactionModes modes = new TransactionModes(Isolation.READ_COMMITTED, false, false);
    private Optional<TransactionModes> chained = Optional.empty();
    private long transactionStart;
    private long lockMark;
    private Runnable atCommit = () -> {};
    private boolean committing;
    private final SessionNotifications notifications;

    /**
     * Makes a session's transaction block.
     *
     * @param access what its transactions may do
     * @param forwarding what they have at the writer, on a reader
     * @param notifications what its transactions notify of
     * @param endPortals ends what reads by the transaction since a savepoint of a number, 0 for all: called before that is undone
     * @param settingChanged told of settings that are as before the transaction
     */
    TransactionBlock(
            Database database,
            Workspace workspace,
            LockOwner owner,
            Settings settings,
            StatementGuard guard,
            Notices notices,
            DatabaseAccess access,
            Forwarding forwarding,
            SessionNotifications notifications,
            IntConsumer endPortals,
            Consumer<String> settingChanged) {
        this.database = database;
        this.workspace = workspace;
        this.owner = owner;
        this.settings = settings;
        this.guard = guard;
        this.notices = notices;
        this.access = access;
        this.forwarding = forwarding;
        this.notifications = notifications;
        this.endPortals = endPortals;
        this.settingChanged = settingChanged;
    }

    /** Returns the open transaction, a new one if there is none. */
    Transaction transaction() {
        used = true;
        Transaction open = transaction;
        if (open == null) {
            open = begin(TransactionModes.byDefault(settings));
        }
        return open;
    }

    /** Returns a number that differs once the open transaction may not have locks any more that it had. */
    long lockMark() {
        return lockMark;
    }

    /** Returns when the transaction began, in microseconds since 2000; now if there is none. */
    long startOrNow() {
        return transaction == null ? guard.now() : transactionStart;
    }

    /** Returns when the last transaction began, in microseconds since 2000. */
    long start() {
        return transactionStart;
    }

    /** Returns a setting that is the transaction's rather than the session's, if it is one. */
    Optional<String> setting(String name) {
        boolean reads = isDeclaredReadOnly() || (access.readOnly() && !forwarding.active());
        return currentModes().setting(name.toLowerCase(Locale.ROOT), reads, access.following());
    }

    boolean isOpen() {
        return block;
    }

    TransactionStatus status() {
        return failed ? TransactionStatus.FAILED : block ? TransactionStatus.IN_TRANSACTION : TransactionStatus.IDLE;
    }

    private Transaction begin(TransactionModes wanted) {
        wanted.refuseOnReader(access.following());
        Transaction open = database.begin(workspace, wanted.isolation(), owner);
        transaction = open;
        lockMark++;
        transactionStart = guard.statementStart();
        used = false;
        modes = wanted;
        open.declare(wanted.readOnly(), wanted.deferrable());
        limitWaits();
        return open;
    }

    /** Lets the open transaction wait for locks as long as the statement that begins may. */
    void limitWaits() {
        if (transaction != null) {
            transaction.lockWait(guard.lockWait());
        }
    }

    /** Changes the modes of the open transaction but for its isolation. */
    private void change(TransactionModes changed) {
        modes = changed;
        Transaction open = transaction;
        if (open != null) {
            open.declare(changed.readOnly(), changed.deferrable());
        }
    }

    private TransactionModes currentModes() {
        return transaction == null && !block ? TransactionModes.byDefault(settings) : modes;
    }

    private @Nullable Transaction leave(boolean committed) {
        endPortals.accept(0);
        Transaction open = transaction;
        transaction = null;
        savepoints.clear();
        deferred.clear();
        block = false;
        failed = false;
        settings.endTransaction(committed).forEach(settingChanged);
        return open;
    }

    boolean isInSavepoint() {
        return !savepoints.isEmpty();
    }

    /** Returns whether the open transaction may have looked at something. */
    boolean isUsed() {
        return transaction != null && used;
    }

    int savepointsMade() {
        return savepoints.made();
    }

    /** Returns the checks that wait for the end of the transaction. */
    DeferredChecks deferred() {
        return deferred;
    }

    /** Sets what is done in a transaction that is about to commit. */
    void setAtCommit(Runnable last) {
        atCommit = last;
    }

    /** Sets what tells which names stand for temporary tables. */
    void setTemporary(Predicate<QualifiedName> test) {
        isTemporary = test;
    }

    /** Sets who makes the checks that wait for the end of a transaction. */
    void setChecker(Consumer<List<PendingCheck>> makesChecks) {
        checker = makesChecks;
    }

    /** Makes the checks that wait for the end of the transaction: if one fails, the transaction is rolled back. */
    void checkDeferred() {
        List<PendingCheck> checks = deferred.takeAll();
        if (!checks.isEmpty()) {
            orRollBack(() -> {
                endPortals.accept(0);
                checker.accept(checks);
            });
        }
    }

    /** Does a step towards a commit: if it fails, the transaction is rolled back. */
    private void orRollBack(Runnable step) {
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void commit() {
        committing = true;
        checkDeferred();
        if (transaction != null) {
            orRollBack(atCommit);
        }
        orRollBack(notifications::beforeCommit);
        boolean committed = false;
        try {
            commitAll(leave(true));
            committed = true;
        } finally {
            if (committed) {
                notifications.committed();
            } else {
                notifications.rolledBack();
            }
            committing = false;
        }
    }

    /** Returns whether the transaction is on its way to its commit. */
    boolean isCommitting() {
        return committing;
    }

    private void commitAll(@Nullable Transaction open) {
        commitForwarded(open);
        if (open == null) {
            return;
        }
        try {
            open.commit();
        } catch (SqlException outcome) {
            if (outcome.code() == ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN) {
                throw new SessionEndedException(outcome);
            }
            open.rollback();
            throw outcome;
        }
    }

    /** What is open here only reads: it ends with what is open at the writer. */
    private void commitForwarded(@Nullable Transaction open) {
        boolean committed = false;
        try {
            forwarding.commit();
            committed = true;
        } finally {
            if (!committed && open != null) {
                open.rollback();
            }
        }
    }

    void rollback() {
        committing = false;
        notifications.rolledBack();
        Transaction open = leave(false);
        forwarding.rollback();
        if (open != null) {
            open.rollback();
        }
    }

    /** A statement failed: so does the block, which goes back to its newest savepoint and lets go of what it has locked since, or the implicit transaction is rolled back. */
    void fail() {
        if (!block) {
            rollback();
            return;
        }
        endPortals.accept(savepoints.newest());
        failed = true;
        forwarding.rollback();
        lockMark++;
        if (transaction != null && !savepoints.undoNewest(transaction)) {
            transaction.rollback();
            transaction = null;
        }
    }

    /** Commits an implicit transaction. */
    void synchronize() {
        if (!block) {
            commit();
        }
    }

    /** Refuses what may not run in a failed block. */
    void refuseIfFailed(Statement statement) {
        if (failed && !(statement instanceof TransactionStatement control && control.leavesFailure())) {
            throw new SqlException(
                    ErrorCode.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
        if (forwarding.active()) {
            ReadOnlyRules.refuseUnforwarded(statement, isDeclaredReadOnly(), readsAtWriter(), forwarding.isOpen());
        } else {
            refuseIfReadOnly(statement);
        }
        ReadOnlyRules.writersCommand(statement).ifPresent(this::refuseOnReader);
    }

    /** Whether what the transaction reads must come from the writer: all that is to be of one state is of the writer's, as soon as it may write. */
    private boolean readsAtWriter() {
        Transaction open = transaction;
        return forwarding.isOpen() || (block && open != null && !modes.readOnly() && modes.seesOneState());
    }

    /** Whether a statement is to run at the writer: what changes or locks rows, and what must be of one state with that. */
    boolean isForwarded(PreparedText statement) {
        Optional<Statement> syntax = statement.statement;
        if (syntax.isEmpty() || !forwarding.active()) {
            return false;
        }
        if (ReadOnlyRules.isForwarded(syntax.get()) || statement.locksRows()) {
            // What a read-only transaction must not do is refused here.
            return !isDeclaredReadOnly();
        }
        boolean reads = syntax.get() instanceof Maintenance.Explain
                || (syntax.get() instanceof Query && statement.readsTables());
        return reads && readsAtWriter();
    }

    /** What the session has at the writer, where a statement is now to be run that {@link #isForwarded}. */
    Forwarding forwarding() {
        if (!savepoints.isEmpty()) {
            throw SqlException.notSupported("write forwarding in a transaction with savepoints");
        }
        return forwarding;
    }

    /** A portal at the writer is not gone on with. */
    void dropForwarded(int portal) {
        forwarding.drop(portal);
    }

    /** Has a statement that is about to be run here wait for what it is to see, and refuses what must not run here. */
    void beginHere(Statement statement) {
        refuseIfReadOnly(statement);
        forwarding.awaitReads(false);
    }

    /** Has what is about to look into the catalog wait for what it is to see: in a transaction that sees one state of everything, that is what its rows are read by. */
    void awaitCatalog() {
        forwarding.awaitReads(!currentModes().seesOneState());
    }

    /** Refuses what a reader cannot do, whatever it forwards. */
    void refuseOnReader(String what) {
        if (access.following()) {
            throw new SqlException(ErrorCode.READ_ONLY_SQL_TRANSACTION, "cannot execute " + what + " during recovery");
        }
    }

    /** Sets one of {@link TransactionModes#isSetting the transaction's settings}, if there is one: it would be that of a transaction which ends at once. */
    void setMode(String name, String value) {
        String setting = name.toLowerCase(Locale.ROOT);
        String checked = SettingTable.find(setting).orElseThrow().read(value);
        if (transaction == null) {
            return;
        }
        switch (setting) {
            case "transaction_isolation" -> restart(TransactionModes.level(checked));
            case "transaction_read_only" -> setReadOnly(checked.equals("on"));
            default -> setDeferrable(checked.equals("on"));
        }
    }

    private void setDeferrable(boolean waits) {
        if (used) {
            throw new SqlException(
                    ErrorCode.ACTIVE_SQL_TRANSACTION,
                    "SET TRANSACTION [NOT] DEFERRABLE must be called before any query");
        }
        change(modes.withDeferrable(waits));
    }

    private void setReadOnly(boolean reads) {
        if (!reads && !forwarding.active()) {
            access.checkReadWrite();
        }
        if (!reads && modes.readOnly() && (used || !savepoints.isEmpty())) {
            throw TransactionModes.writesTooLate(!savepoints.isEmpty());
        }
        change(modes.withReadOnly(reads));
    }

    private boolean isDeclaredReadOnly() {
        return currentModes().readOnly();
    }

    private void refuseIfReadOnly(Statement statement) {
        if (isDeclaredReadOnly() || access.readOnly()) {
            ReadOnlyRules.refuse(statement, name -> !access.readOnly() && isTemporary.test(name));
        }
    }

    /** Refuses what would change something here, if nothing may be changed. */
    void refuseIfReadOnly(String what) {
        if (isDeclaredReadOnly() || access.readOnly()) {
            throw ReadOnlyRules.refusal(what);
        }
    }

    void run(TransactionStatement control, ResultSink sink) {
        switch (control) {
            case TransactionStatement.Begin begin -> {
                begin(begin);
                sink.complete(begin.isStart() ? CommandTag.plain("START TRANSACTION") : CommandTag.BEGIN, 0);
            }
            case TransactionStatement.Commit commit -> {
                boolean undone = failed;
                end(commit.chain(), "COMMIT", undone ? this::rollback : this::commit);
                sink.complete(undone ? CommandTag.ROLLBACK : CommandTag.COMMIT, 0);
            }
            case TransactionStatement.Rollback undo -> {
                end(undo.chain(), "ROLLBACK", this::rollback);
                sink.complete(CommandTag.ROLLBACK, 0);
            }
            case TransactionStatement.Savepoint named -> {
                needBlock("SAVEPOINT");
                savepoints.add(
                        named.name(),
                        transaction().savepoint(),
                        deferred.mark(),
                        notifications.mark(),
                        settings.mark(),
                        modes);
                sink.complete(CommandTag.plain("SAVEPOINT"), 0);
            }
            case TransactionStatement.Release release -> {
                needBlock("RELEASE SAVEPOINT");
                change(savepoints.release(release.name()).modes());
                sink.complete(CommandTag.plain("RELEASE"), 0);
            }
            case TransactionStatement.RollbackTo to -> {
                needBlock("ROLLBACK TO SAVEPOINT");
                Savepoints.Named there = savepoints.backTo(to.name());
                endPortals.accept(there.number());
                transaction().rollbackTo(there.savepoint());
                lockMark++;
                deferred.rollbackTo(there.checks());
                notifications.rollbackTo(there.notifications());
                settings.rollbackTo(there.settings()).forEach(settingChanged);
                change(there.modes());
                failed = false;
                sink.complete(CommandTag.ROLLBACK, 0);
            }
            case TransactionStatement.SetTransaction set -> {
                setModes(set);
                sink.complete(CommandTag.plain("SET"), 0);
            }
            default -> TwoPhaseCommit.run(control, block, failed, () -> end(false, "", this::rollback), sink);
        }
    }

    /** Ends the block, and begins another with the same modes if it is to be chained. */
    private void end(boolean chain, String command, Runnable ends) {
        // Modes are settings: those of a block that failed outside of savepoints are as they were when it began.
        boolean undone = failed && savepoints.isEmpty();
        TransactionModes same = undone ? chained.orElseGet(() -> TransactionModes.byDefault(settings)) : currentModes();
        if (chain) {
            needBlock(command + " AND CHAIN");
        } else {
            warnOutside();
        }
        chained = Optional.empty();
        ends.run();
        if (chain) {
            chained = Optional.of(same);
            begin(same);
            block = true;
        }
    }

    private void setModes(TransactionStatement.SetTransaction set) {
        Isolation isolation = set.modes().isolation();
        Boolean reads = set.modes().readOnly();
        Boolean waits = set.modes().deferrable();
        if (set.forSession()) {
            TransactionModes.setDefaults(set.modes(), settings).forEach(settingChanged);
            return;
        }
        if (!block) {
            warn(ErrorCode.NO_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION can only be used in transaction blocks");
            return;
        }
        if (reads != null) {
            setReadOnly(reads);
        }
        if (isolation != null) {
            restart(isolation);
        }
        if (waits != null) {
            setDeferrable(waits);
        }
    }

    /** Gives the block a transaction of another isolation level, which only one that has done nothing can have. */
    private void restart(Isolation level) {
        Transaction open = transaction;
        if (open != null && modes.level() == level) {
            return;
        }
        if (used || !savepoints.isEmpty()) {
            throw TransactionModes.isolatedTooLate(savepoints.isEmpty());
        }
        TransactionModes wanted = modes.with(level);
        wanted.refuseOnReader(access.following());
        if (open != null) {
            open.rollback();
        }
        begin(wanted);
    }

    private void begin(TransactionStatement.Begin begin) {
        if (block) {
            warn(ErrorCode.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress");
            return;
        }
        if (Boolean.FALSE.equals(begin.modes().readOnly()) && !forwarding.active()) {
            access.checkReadWrite();
        }
        Isolation wanted = begin.modes().isolation();
        if (wanted != null && transaction == null) {
            begin(TransactionModes.byDefault(settings).with(wanted));
        } else {
            transaction();
            used = false;
        }
        Boolean reads = begin.modes().readOnly();
        block = true;
        if (reads != null) {
            setReadOnly(reads);
        }
        if (begin.modes().deferrable() != null) {
            change(modes.withDeferrable(begin.modes().deferrable()));
        }
    }

    /** Refuses what needs a block that BEGIN opened. */
    void needBlock(String what) {
        if (!block) {
            throw new SqlException(
                    ErrorCode.NO_ACTIVE_SQL_TRANSACTION, what + " can only be used in transaction blocks");
        }
    }

    private void warnOutside() {
        if (!block) {
            warn(ErrorCode.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
        }
    }

    private void warn(ErrorCode code, String text) {
        notices.send(SqlNotice.Level.WARNING, code, text);
    }
}
