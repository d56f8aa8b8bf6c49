package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** The rows of COPY's text format. */
final class TextRows implements CopyRows {
    private final CopyReader reader;
    private final CopyColumns columns;
    private final List<String> names;
    private final CopiedRow row;
    private final int headers;
    private boolean begun;

    TextRows(
            CopyInput bytes,
            CopyFormat format,
            CopyColumns columns,
            TableDefinition table,
            List<Integer> places,
            TextInput input) {
        this.columns = columns;
        this.names =
                places.stream().map(place -> table.columns().get(place).name()).toList();
        this.reader = new CopyReader(bytes, format);
        this.row = new CopiedRow(table, places, reader, input);
        this.headers = format.header() ? 1 : 0;
    }

    @Override
    public boolean next() {
        if (!begun) {
            begun = true;
            if (headers > 0) {
                if (!reader.next()) {
                    return false;
                }
                checkHeader();
            }
        }
        boolean found;
        try {
            found = reader.next();
        } catch (SqlException error) {
            throw error.with(SqlException.Field.WHERE, row.lineName(reader.number()));
        }
        if (!found) {
            return false;
        }
        row.read();
        return true;
    }

    private void checkHeader() {
        List<@Nullable String> fields = new ArrayList<>();
        for (int i = 0; i < reader.fields(); i++) {
            fields.add(reader.isNull(i) ? null : reader.unescape(i).toText());
        }
        try {
            columns.checkHeader(names, fields);
        } catch (SqlException error) {
            throw row.inLine(error);
        }
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
