package org.borealisdb.sql.service;

import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.session.CopyInput;

/** The rows of COPY's text format. */
final class TextRows implements CopyRows {
    private final CopyReader reader;
    private final CopiedRow row;
    private final int headers;
    private boolean begun;

    TextRows(CopyInput bytes, CopyFormat format, TableDefinition table, List<Integer> places, TextInput input) {
        this.reader = new CopyReader(bytes, format);
        this.row = new CopiedRow(table, places, reader, input);
        this.headers = format.header() ? 1 : 0;
    }

    @Override
    public boolean next() {
        if (!begun) {
            begun = true;
            if (headers > 0 && !reader.next()) {
                return false;
            }
        }
        if (!reader.next()) {
            return false;
        }
        row.read();
        return true;
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public SqlException inLine(SqlException error) {
        return row.inLine(error);
    }

    @Override
    public String lineName(long number) {
        return row.lineName(number + headers);
    }
}
