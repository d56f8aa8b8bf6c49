package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** The rows of COPY's CSV format. */
final class CsvRows implements CopyRows {
    private final CsvReader reader;
    private final CopyFormat format;
    private final CopyColumns columns;
    private final TableDefinition table;
    private final List<Integer> places;
    private final TextInput input;
    private final int headers;
    private final List<@Nullable String> fields = new ArrayList<>();
    private RowSource row = BoxedRow.empty();
    private long number;

    CsvRows(
            CopyInput bytes,
            CopyFormat format,
            CopyColumns columns,
            TableDefinition table,
            List<Integer> places,
            TextInput input) {
        this.format = format;
        this.columns = columns;
        this.reader = new CsvReader(bytes, format);
        this.table = table;
        this.places = places;
        this.input = input;
        this.headers = format.header() ? 1 : 0;
    }

    @Override
    public boolean next() {
        if (number == 0 && headers > 0) {
            if (!reader.next(fields)) {
                return false;
            }
            checkHeader();
        }
        boolean found;
        try {
            found = reader.next(fields);
        } catch (SqlException error) {
            throw error.with(SqlException.Field.WHERE, lineName(number + 1 + reader.lineEndsWithin()));
        }
        if (!found) {
            return false;
        }
        number++;
        try {
            row = read();
        } catch (SqlException error) {
            throw error.field(SqlException.Field.WHERE).isPresent() ? error : inLine(error);
        }
        return true;
    }

    private void checkHeader() {
        List<String> names =
                places.stream().map(place -> table.columns().get(place).name()).toList();
        try {
            columns.checkHeader(names, fields);
        } catch (SqlException error) {
            throw error.with(SqlException.Field.WHERE, lineName(0) + ": \"" + CopiedRow.shown(reader.line()) + "\"");
        }
    }

    /** A field, with what the options say of its column. */
    private @Nullable String field(int i) {
        String field = fields.get(i);
        String name = table.columns().get(places.get(i)).name();
        if (field == null) {
            return columns.texts().contains(name) ? format.nullText() : null;
        }
        return field.equals(format.nullText()) && columns.nulls().contains(name) ? null : field;
    }

    private RowSource read() {
        if (fields.size() > places.size()) {
            throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "extra data after last expected column");
        }
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < fields.size(); i++) {
            String field = field(i);
            values[places.get(i)] = field == null ? null : value(places.get(i), field);
        }
        if (fields.size() < places.size()) {
            String missing = table.columns().get(places.get(fields.size())).name();
            throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "missing data for column \"" + missing + "\"");
        }
        return BoxedRow.of(values);
    }

    private Object value(int place, String field) {
        TableColumn column = table.columns().get(place);
        try {
            return TypeModifiers.fit(column.type(), input.parse(column.type(), field), false);
        } catch (SqlException error) {
            throw error.with(
                    SqlException.Field.WHERE,
                    line() + ", column " + column.name() + ": \"" + CopiedRow.shown(field) + "\"");
        }
    }

    /** How errors name the line that was read last. */
    private String line() {
        return lineName(number + reader.lineEndsWithin());
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public SqlException inLine(SqlException error) {
        return error.with(SqlException.Field.WHERE, line() + ": \"" + CopiedRow.shown(reader.line()) + "\"");
    }

    @Override
    public String lineName(long of) {
        return "COPY " + table.name() + ", line " + (of + headers);
    }
}
