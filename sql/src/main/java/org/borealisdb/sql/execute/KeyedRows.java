package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;

/** The rows of a scan with their primary keys behind them. Belongs to one task. */
final class KeyedRows implements RowIterator {
    private final TableScan scan;
    private final RowPair pair;

    KeyedRows(TableScan scan) {
        this.scan = scan;
        this.pair = new RowPair(scan.width());
    }

    @Override
    public boolean next() {
        if (!scan.next()) {
            return false;
        }
        pair.setLeft(scan.row());
        pair.setRight(BoxedRow.of((Object) scan.primaryKey().clone()));
        return true;
    }

    @Override
    public RowSource row() {
        return pair;
    }
}
