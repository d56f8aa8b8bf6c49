package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Locale;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.AdvisoryLockMode;
import org.borealisdb.engine.lock.LockFact;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockMode;
import org.borealisdb.engine.lock.RowKey;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.engine.lock.TableLockMode;

/** The rows of pg_locks. Belongs to one task. */
final class LockRows {
    private static final int HALF = 32;
    private static final long LOW = 0xffff_ffffL;

    private final SessionFacts session;

    LockRows(SessionFacts session) {
        this.session = session;
    }

    /** Adds the locks; of tables, whose numbers are not used again, the database is left out if it is another one. */
    void locks(SystemRows rows, CatalogSnapshot catalog) {
        long database = catalog.databases().stream()
                .filter(candidate -> candidate.name().equals(session.database()))
                .mapToLong(CatalogObject::id)
                .findFirst()
                .orElse(0);
        for (LockFact lock : session.locks()) {
            SystemRows.Row row = rows.add()
                    .set("locktype", type(lock.key()))
                    .set("virtualtransaction", lock.process() + "/0")
                    .set("pid", lock.process() == 0 ? null : lock.process())
                    .set("mode", mode(lock.mode()))
                    .set("granted", lock.granted())
                    .set("fastpath", false);
            switch (lock.key()) {
                case LockKey.OfTable table -> {
                    boolean here = catalog.relation(table.tableId()).isPresent();
                    row.set("database", here ? database : null).set("relation", table.tableId());
                }
                case LockKey.OfTransaction transaction ->
                    row.set("transactionid", Long.toString(transaction.transactionId()));
                case LockKey.OfOwner owner -> row.set("virtualxid", lock.process() + "/0");
                case LockKey.OfAdvisory advisory ->
                    row.set("database", advisory.databaseId())
                            .set("classid", advisory.number() >>> HALF)
                            .set("objid", advisory.number() & LOW)
                            .set("objsubid", advisory.space());
                case RowKey any -> row.set("database", database);
            }
            row.end();
        }
    }

    /** Returns what a session waits for that waits for a lock. */
    static String waitEvent(List<LockFact> locks, int process) {
        return locks.stream()
                .filter(lock -> !lock.granted() && lock.process() == process)
                .map(lock -> type(lock.key()))
                .findFirst()
                .orElse("relation");
    }

    private static String type(LockKey key) {
        return switch (key) {
            case LockKey.OfTable table -> "relation";
            case LockKey.OfTransaction transaction -> "transactionid";
            case LockKey.OfOwner owner -> "virtualxid";
            case LockKey.OfAdvisory advisory -> "advisory";
            case RowKey row -> "tuple";
        };
    }

    private static String mode(LockMode mode) {
        return switch (mode) {
            case TableLockMode table -> words(table.name());
            case AdvisoryLockMode advisory -> advisory == AdvisoryLockMode.SHARED ? "ShareLock" : "ExclusiveLock";
            case RowLockMode row ->
                switch (row) {
                    case KEY_SHARE -> "AccessShareLock";
                    case SHARE -> "RowShareLock";
                    case NO_KEY_UPDATE -> "ExclusiveLock";
                    case UPDATE -> "AccessExclusiveLock";
                };
        };
    }

    private static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("_", -1)) {
            words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return words.append("Lock").toString();
    }
}
