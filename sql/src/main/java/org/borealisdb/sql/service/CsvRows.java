package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** The rows of COPY's CSV format. */
final class CsvRows implements CopyRows {
    private final CsvReader reader;
    private final TableDefinition table;
    private final List<Integer> places;
    private final TextInput input;
    private final int headers;
    private final List<@Nullable String> fields = new ArrayList<>();
    private RowSource row = BoxedRow.empty();
    private long number;

    CsvRows(CopyInput bytes, CopyFormat format, TableDefinition table, List<Integer> places, TextInput input) {
        this.reader = new CsvReader(bytes, format);
        this.table = table;
        this.places = places;
        this.input = input;
        this.headers = format.header() ? 1 : 0;
    }

    @Override
    public boolean next() {
        if (number == 0 && headers > 0 && !reader.next(fields)) {
            return false;
        }
        if (!reader.next(fields)) {
            return false;
        }
        number++;
        try {
            row = read();
        } catch (SqlException error) {
            throw inLine(error);
        }
        return true;
    }

    private RowSource read() {
        if (fields.size() != places.size()) {
            throw new SqlException(
                    ErrorCode.BAD_COPY_FILE_FORMAT,
                    fields.size() < places.size()
                            ? "missing data for column \""
                                    + table.columns()
                                            .get(places.get(fields.size()))
                                            .name() + "\""
                            : "extra data after last expected column");
        }
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < places.size(); i++) {
            String field = fields.get(i);
            SqlType type = table.columns().get(places.get(i)).type();
            values[places.get(i)] = field == null ? null : TypeModifiers.fit(type, input.parse(type, field), false);
        }
        return BoxedRow.of(values);
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public SqlException inLine(SqlException error) {
        return error.with(SqlException.Field.WHERE, lineName(number));
    }

    @Override
    public String lineName(long of) {
        return "COPY " + table.name() + ", line " + (of + headers);
    }
}
