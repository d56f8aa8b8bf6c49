package org.borealisdb.sql.execute;

import java.util.function.Supplier;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.RowAddress;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** The system columns of a row, as another row beside it; used again for the next one. Belongs to one task. */
final class SystemValues implements RowSource {
    private static final long NUMBER = 0xffff_ffffL;

    private final long table;
    private final RowAddress addresses;
    private Supplier<byte[]> key = () -> new byte[0];
    private long writer;
    private long change;
    private long remover;

    SystemValues(TableDefinition table) {
        this.table = table.object().id();
        this.addresses = RowAddress.of(table);
    }

    /** Stands beside the version of a row that was found. */
    void found(TargetRow row) {
        removed(row, 0);
    }

    /** Stands beside the version of a row that a transaction has deleted. */
    void removed(TargetRow row, long transaction) {
        key = row::primaryKey;
        writer = row.version().transactionId();
        change = row.version().changeNumber();
        remover = transaction;
    }

    /**
     * Stands beside a version that the transaction has written.
     *
     * @param number of the change
     * @param locker the transaction if it had locked the row before, otherwise 0
     */
    void written(long transaction, long number, byte[] primaryKey, long locker) {
        key = () -> primaryKey;
        writer = transaction;
        change = number;
        remover = locker;
    }

    @Override
    public boolean isNull(int column) {
        return false;
    }

    @Override
    public long longAt(int column) {
        return switch (SystemColumn.all().get(column)) {
            case XMIN -> writer & NUMBER;
            case XMAX -> remover & NUMBER;
            case CMIN, CMAX -> change;
            case TABLEOID -> table;
            case CTID -> throw new IllegalStateException("an address is no number");
        };
    }

    @Override
    public double doubleAt(int column) {
        throw new IllegalStateException("no system column is of floating point");
    }

    @Override
    public Object objectAt(int column) {
        return addresses.at(key.get());
    }
}
