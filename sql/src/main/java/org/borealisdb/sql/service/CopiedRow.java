package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The row of a line that is copied in. Integers in plain digits and ASCII text are taken from the line's bytes as they are; everything else goes through a type's usual
 * input. Belongs to the session's task and is used for line after line.
 */
final class CopiedRow implements RowSource {
    private static final int MAX_PLAIN_DIGITS = 18;
    private static final int SHOWN_CHARACTERS = 100;

    /** How a column's value stands here. */
    private enum Form {
        NULL,
        NUMBER,
        BYTES,
        OBJECT
    }

    private final TableDefinition table;
    private final List<Integer> places;
    private final CopyReader reader;
    private final TextInput input;
    private final SqlType[] types;
    private final boolean[] integer;
    private final boolean[] textual;
    private final Form[] forms;
    private final long[] numbers;
    private final int[] starts;
    private final int[] ends;
    private final @Nullable Object[] objects;

    CopiedRow(TableDefinition table, List<Integer> places, CopyReader reader, TextInput input) {
        this.table = table;
        this.places = places;
        this.reader = reader;
        this.input = input;
        int columns = table.columns().size();
        types = new SqlType[columns];
        integer = new boolean[columns];
        textual = new boolean[columns];
        forms = new Form[columns];
        numbers = new long[columns];
        starts = new int[columns];
        ends = new int[columns];
        objects = new Object[columns];
        for (int place = 0; place < columns; place++) {
            SqlType type = table.columns().get(place).type();
            types[place] = type;
            integer[place] = type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4) || type.is(BuiltInType.INT8);
            textual[place] = type.is(BuiltInType.TEXT)
                    || type.is(BuiltInType.VARCHAR)
                    || (type.is(BuiltInType.BPCHAR) && type.modifier() >= 0);
            forms[place] = Form.NULL;
        }
    }

    /**
     * Takes the values of the line read last.
     *
     * @throws SqlException 22P04 if it has too many or too few fields, and whatever the types' inputs find, with the place in {@code WHERE}
     */
    void read() {
        int fields = reader.fields();
        if (fields > places.size()) {
            throw inLine(new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "extra data after last expected column"));
        }
        for (int field = 0; field < fields; field++) {
            int place = places.get(field);
            if (reader.isNull(field)) {
                forms[place] = Form.NULL;
            } else if (reader.isEscaped(field) || !readPlain(place, reader.start(field), reader.end(field))) {
                readOther(place, field);
            }
        }
        if (fields < places.size()) {
            String missing = table.columns().get(places.get(fields)).name();
            throw inLine(
                    new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "missing data for column \"" + missing + "\""));
        }
    }

    private boolean readPlain(int place, int start, int end) {
        if (integer[place]) {
            return readInteger(place, start, end);
        }
        return textual[place] && readText(place, start, end);
    }

    private boolean readInteger(int place, int start, int end) {
        byte[] bytes = reader.bytes();
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        at += negative ? 1 : 0;
        if (at == end || end - at > MAX_PLAIN_DIGITS) {
            return false;
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        int bits = types[place].length() * Byte.SIZE;
        if (value >> (bits - 1) != 0 && value >> (bits - 1) != -1) {
            return false;
        }
        forms[place] = Form.NUMBER;
        numbers[place] = value;
        return true;
    }

    private boolean readText(int place, int start, int end) {
        int modifier = types[place].modifier();
        if (modifier >= 0 && end - start > TypeModifier.length(modifier)) {
            return false;
        }
        byte[] bytes = reader.bytes();
        for (int at = start; at < end; at++) {
            if (bytes[at] <= 0) {
                return false;
            }
        }
        forms[place] = Form.BYTES;
        starts[place] = start;
        ends[place] = end;
        return true;
    }

    private void readOther(int place, int field) {
        ByteSink unescaped = reader.unescape(field);
        String text;
        try {
            text = CopyText.of(unescaped);
        } catch (SqlException malformed) {
            throw inLine(malformed);
        }
        try {
            Object value = TypeModifiers.fit(types[place], input.parse(types[place], text), false);
            forms[place] = Form.OBJECT;
            objects[place] = value;
        } catch (SqlException error) {
            throw error.with(
                    SqlException.Field.WHERE,
                    lineName(reader.number()) + ", column "
                            + table.columns().get(place).name() + ": \"" + shown(text) + "\"");
        }
    }

    /** How errors name a line. */
    String lineName(long number) {
        return "COPY " + table.name() + ", line " + number;
    }

    /** Adds the line to an error about it. */
    SqlException inLine(SqlException error) {
        int length = reader.lineEnd() - reader.lineStart();
        String text = new String(reader.bytes(), reader.lineStart(), length, StandardCharsets.UTF_8);
        return error.with(SqlException.Field.WHERE, lineName(reader.number()) + ": \"" + shown(text) + "\"");
    }

    /** A text as errors show it: not all of a long one. */
    static String shown(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "...";
    }

    @Override
    public boolean isNull(int column) {
        return forms[column] == Form.NULL;
    }

    @Override
    public long longAt(int column) {
        return forms[column] == Form.NUMBER ? numbers[column] : Values.unboxLong(object(column));
    }

    @Override
    public double doubleAt(int column) {
        return (Double) object(column);
    }

    @Override
    public Object objectAt(int column) {
        if (forms[column] != Form.BYTES) {
            return object(column);
        }
        String text =
                new String(reader.bytes(), starts[column], ends[column] - starts[column], StandardCharsets.US_ASCII);
        return TypeModifiers.fit(types[column], text, false);
    }

    private Object object(int column) {
        Object value = objects[column];
        if (forms[column] != Form.OBJECT || value == null) {
            throw new IllegalStateException("column " + column + " is " + forms[column]);
        }
        return value;
    }

    @Override
    public boolean appendText(int column, ByteSink out) {
        if (forms[column] != Form.BYTES) {
            return false;
        }
        // The blanks that fill a padded value up are not stored.
        out.putBytes(reader.bytes(), starts[column], ends[column] - starts[column]);
        return true;
    }
}
