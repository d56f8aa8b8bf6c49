package org.borealisdb.tests.volume;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.KeyRange;
import org.borealisdb.engine.table.RowCursor;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/**
 * Accounts and the transfers between them, in one table of one database: a row {@code a07|93} is an account with its balance, a row
 * {@code t000012|a07 a11 5} a transfer. Whatever transactions a view sees, the balances must be what the transfers that it sees make of them.
 */
final class Bank {
    private static final int ACCOUNTS = 12;
    private static final int START = 1000;
    /** Rows that only take room, so that the pool can't hold everything. */
    private static final int FILLERS = 60;

    private static final int FILLER_BYTES = 11_000;
    private static final String NAME = "bank";

    private final Database database;
    private final BankLedger ledger;
    private final Table table;

    private Bank(Database database, BankLedger ledger, Table table) {
        this.database = database;
        this.ledger = ledger;
        this.table = table;
    }

    /** The bank of {@code database}, made if there is none, after checking it against the ledger. */
    static Bank open(Database database, BankLedger ledger) {
        Workspace workspace = database.newWorkspace();
        Optional<Table> found = find(database, workspace);
        Bank bank = new Bank(database, ledger, found.isPresent() ? found.get() : create(database, workspace));
        bank.check(workspace, true);
        return bank;
    }

    /** The bank as a reader sees it; empty if what was applied does not have it yet. */
    static Optional<Bank> seen(Database database, BankLedger ledger) {
        return find(database, database.newWorkspace()).map(table -> new Bank(database, ledger, table));
    }

    private static Optional<Table> find(Database database, Workspace workspace) {
        Transaction transaction = database.begin(workspace, IsolationLevel.READ_COMMITTED);
        try (ReadView view = transaction.openView()) {
            return database.catalog()
                    .find(workspace, view, 1, NameSpace.RELATIONS, NAME)
                    .map(object -> database.table(workspace, view, object));
        } finally {
            transaction.commit();
        }
    }

    private static Table create(Database database, Workspace workspace) {
        Transaction transaction = database.begin(workspace, IsolationLevel.READ_COMMITTED);
        long id = database.catalog().newId(workspace);
        Table table = database.tables().createTable(transaction, id);
        database.catalog()
                .add(
                        transaction,
                        CatalogObject.of(CatalogKind.TABLE, id, 1, NAME).withTree(table.treeId()));
        try (ReadView view = transaction.openView()) {
            for (int account = 0; account < ACCOUNTS; account++) {
                byte[] row = bytes(account(account) + "|" + START);
                database.rows().insert(transaction, table, bytes(account(account)), row, row.length);
            }
            for (int filler = 0; filler < FILLERS; filler++) {
                byte[] row = bytes(filler(filler) + "|" + "y".repeat(FILLER_BYTES));
                database.rows().insert(transaction, table, bytes(filler(filler)), row, row.length);
            }
            PageModel.check(view.lsn() >= 0, "a view has an LSN");
        }
        transaction.commit();
        return table;
    }

    /** One transfer, by a transaction of its own; sometimes it is rolled back. The caller deals with what it throws. */
    void transfer(Workspace workspace, SplittableRandom random) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = 1 + random.nextInt(20);
        Transaction transaction = database.begin(
                workspace, random.nextInt(3) == 0 ? IsolationLevel.REPEATABLE_READ : IsolationLevel.READ_COMMITTED);
        long id;
        try {
            transaction.lock(RowStore.tableKey(table), TableLockMode.ROW_EXCLUSIVE);
            add(transaction, from, -amount);
            add(transaction, to, amount);
            // Some rows are too long for a leaf, and all together are too many for the pool.
            String remark = "x".repeat(random.nextInt(random.nextInt(4) == 0 ? 12_000 : 300));
            id = ledger.begins(account(from) + " " + account(to) + " " + amount + " " + remark);
            byte[] key = bytes(BankLedger.key(id));
            byte[] row = bytes(BankLedger.key(id) + "|" + ledger.transfer(id));
            try (ReadView view = transaction.openView()) {
                RowOutcome outcome = database.rows().insert(transaction, table, key, row, row.length);
                PageModel.check(outcome == RowResult.DONE, "inserting a transfer at " + view.lsn() + ": " + outcome);
            }
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        }
        if (random.nextInt(10) == 0) {
            ledger.rolledBack(id);
            transaction.rollback();
            return;
        }
        transaction.commit();
        ledger.acknowledged(id);
    }

    /** UPDATE ... SET balance = balance + amount: again on the newest version, as READ COMMITTED does. */
    private void add(Transaction transaction, int account, int amount) {
        byte[] key = bytes(account(account));
        RowVersion seen = new RowVersion();
        try (ReadView view = transaction.openView()) {
            PageModel.check(
                    database.rows().read(transaction.workspace(), table, key, view, seen), "an account is missing");
            while (true) {
                byte[] row = bytes(account(account) + "|" + (Integer.parseInt(value(seen)) + amount));
                RowOutcome outcome = database.rows().update(transaction, view, table, key, seen, row, row.length);
                if (outcome == RowResult.DONE) {
                    return;
                }
                PageModel.check(outcome == RowResult.CHANGED, "updating an account: " + outcome);
                seen.copyFrom(transaction.workspace().current());
            }
        }
    }

    /** Checks what one view sees; {@code opening}: nothing else is under way, so that everything acknowledged must be there. */
    void check(Workspace workspace, boolean opening) {
        Transaction transaction = database.begin(workspace, IsolationLevel.REPEATABLE_READ);
        Map<String, Integer> balances = new TreeMap<>();
        Map<String, String> transfers = new TreeMap<>();
        BankLedger.Mark before = ledger.mark();
        int fillers = 0;
        try (ReadView view = transaction.openView()) {
            RowCursor cursor = database.rows().scan(workspace, table, view, KeyRange.all());
            while (cursor.next()) {
                String[] row = text(cursor.row()).split("\\|", 2);
                if (row[0].startsWith("a")) {
                    balances.put(row[0], Integer.parseInt(row[1]));
                } else if (row[0].startsWith("f")) {
                    PageModel.check(row[1].length() == FILLER_BYTES, () -> row[0] + " is damaged");
                    fillers++;
                } else {
                    transfers.put(row[0], row[1]);
                }
            }
        } finally {
            transaction.commit();
        }
        before.check(transfers, opening);
        PageModel.check(fillers == FILLERS, "only " + fillers + " of " + FILLERS + " rows are there");
        Map<String, Integer> expected = new TreeMap<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            expected.put(account(account), START);
        }
        for (String transfer : transfers.values()) {
            String[] part = transfer.split(" ", 4);
            int amount = Integer.parseInt(part[2]);
            expected.merge(part[0], -amount, Integer::sum);
            expected.merge(part[1], amount, Integer::sum);
        }
        PageModel.check(balances.equals(expected), "balances are " + balances + ", but the transfers make " + expected);
    }

    private static String account(int number) {
        return "a" + (char) ('a' + number);
    }

    private static String filler(int number) {
        return "f" + (char) ('0' + number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(RowVersion row) {
        return new String(row.bytes(), row.rowStart(), row.rowLength(), StandardCharsets.UTF_8);
    }

    private static String value(RowVersion row) {
        String text = text(row);
        return text.substring(text.indexOf('|') + 1);
    }
}
