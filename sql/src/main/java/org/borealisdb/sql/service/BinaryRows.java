package org.borealisdb.sql.service;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryTexts;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** The rows of COPY's binary format. Belongs to one task. */
final class BinaryRows implements CopyRows {
    /** Longest field, as PostgreSQL's longest value. */
    private static final int MAXIMUM_FIELD = 1 << 30;

    /** A file whose flags have one of these cannot be read by who does not know them. */
    private static final int CRITICAL_FLAGS = 0xffff_0000;

    private static final int WITH_OIDS = 1 << 16;

    private static final int NO_MORE = Integer.MIN_VALUE;

    private final CopyInput input;
    private final TableDefinition table;
    private final List<Integer> places;
    /** Converts what is not in UTF-8. */
    private final Optional<BinaryTexts> texts;

    private final @Nullable Object[] values;
    private byte[] piece = {};
    private int at;
    private int end;
    private long number;
    private boolean begun;
    private RowSource row = BoxedRow.empty();

    BinaryRows(CopyInput input, TableDefinition table, List<Integer> places, Optional<BinaryTexts> texts) {
        this.texts = texts;
        this.input = input;
        this.table = table;
        this.places = List.copyOf(places);
        this.values = new Object[table.columns().size()];
    }

    @Override
    public boolean next() {
        if (!begun) {
            begun = true;
            header();
        }
        number++;
        int fields = fields();
        if (fields == NO_MORE) {
            return false;
        }
        if (fields == BinaryCopyWriter.END) {
            if (more()) {
                throw here(malformed("received copy data after EOF marker"));
            }
            return false;
        }
        if (fields != places.size()) {
            throw here(malformed("row field count is " + fields + ", expected " + places.size()));
        }
        Arrays.fill(values, null);
        for (int place : places) {
            values[place] = field(place);
        }
        row = BoxedRow.of(values.clone());
        return true;
    }

    /** Returns the number of fields of the next row; where not all of its bytes are, the data end without a mark. */
    private int fields() {
        int value = 0;
        for (int i = 0; i < Short.BYTES; i++) {
            if (!more()) {
                return NO_MORE;
            }
            value = value << Byte.SIZE | (piece[at++] & 0xff);
        }
        return (short) value;
    }

    private void header() {
        byte[] signature = bytes(BinaryCopyWriter.SIGNATURE.length, "COPY file signature not recognized");
        if (!Arrays.equals(signature, BinaryCopyWriter.SIGNATURE)) {
            throw malformed("COPY file signature not recognized");
        }
        int flags = number(Integer.BYTES, "invalid COPY file header (missing flags)");
        if ((flags & WITH_OIDS) != 0) {
            throw malformed("invalid COPY file header (WITH OIDS)");
        }
        if ((flags & CRITICAL_FLAGS) != 0) {
            throw malformed("unrecognized critical flags in COPY file header");
        }
        int extension = number(Integer.BYTES, "invalid COPY file header (missing length)");
        if (extension < 0) {
            throw malformed("invalid COPY file header (missing length)");
        }
        bytes(extension, "invalid COPY file header (wrong length)");
    }

    private @Nullable Object field(int place) {
        try {
            int length = number(Integer.BYTES, "unexpected EOF in COPY data");
            if (length == -1) {
                return null;
            }
            if (length < 0 || length > MAXIMUM_FIELD) {
                throw malformed("invalid field size");
            }
            byte[] content = bytes(length, "unexpected EOF in COPY data");
            SqlType type = table.columns().get(place).type();
            return TypeModifiers.fit(type, BinaryInput.parse(type, inUtf8(type, content)), false);
        } catch (SqlException error) {
            throw error.with(
                    SqlException.Field.WHERE,
                    lineName(number) + ", column " + table.columns().get(place).name());
        }
    }

    private byte[] inUtf8(SqlType type, byte[] content) {
        if (texts.isEmpty()) {
            return content;
        }
        ByteSink value = new ByteSink(content.length);
        texts.get().convert(type, ByteBuffer.wrap(content), value);
        return value.toBytes();
    }

    /** Returns whether there is another byte. */
    private boolean more() {
        while (at == end) {
            if (!input.advance()) {
                return false;
            }
            piece = input.bytes();
            at = input.offset();
            end = at + input.length();
        }
        return true;
    }

    private int number(int length, String otherwise) {
        int value = 0;
        for (byte each : bytes(length, otherwise)) {
            value = value << Byte.SIZE | (each & 0xff);
        }
        return value;
    }

    /** Reads bytes, of which there may be fewer than their number says: they are only kept as they come. */
    private byte[] bytes(int length, String otherwise) {
        byte[] target = new byte[Math.min(length, 1 << 16)];
        int filled = 0;
        while (filled < length) {
            if (!more()) {
                throw malformed(otherwise);
            }
            int count = Math.min(length - filled, end - at);
            if (filled + count > target.length) {
                target = Arrays.copyOf(target, (int) Math.min(length, Math.max(filled + count, 2L * target.length)));
            }
            System.arraycopy(piece, at, target, filled, count);
            at += count;
            filled += count;
        }
        return target.length == length ? target : Arrays.copyOf(target, length);
    }

    private static SqlException malformed(String message) {
        return new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
    }

    /** What is wrong with the header is in no line. */
    private SqlException here(SqlException error) {
        return number == 0 ? error : error.with(SqlException.Field.WHERE, lineName(number));
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public SqlException inLine(SqlException error) {
        return here(error);
    }

    @Override
    public String lineName(long line) {
        return "COPY " + table.name() + ", line " + line;
    }
}
