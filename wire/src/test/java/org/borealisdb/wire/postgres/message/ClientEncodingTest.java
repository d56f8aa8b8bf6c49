package org.borealisdb.wire.postgres.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.ColumnFormats;
import org.junit.jupiter.api.Test;

/** Texts of clients in other encodings than UTF-8. */
class ClientEncodingTest {
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    private final ClientEncoding encoding = new ClientEncoding();

    @Test
    void textsAreInTheEncodingThatTheClientHas() {
        byte[] bytes = {'a', (byte) 0xe9};
        assertThatThrownBy(() -> encoding.decode(bytes, 0, 2)).isInstanceOf(SqlException.class);
        encoding.use(TextEncoding.LATIN1);
        assertThat(encoding.decode(bytes, 0, 2)).isEqualTo("a\u00e9");
        ByteSink sink = new ByteSink();
        encoding.encode(sink, "a\u00e9");
        assertThat(sink.toBytes()).isEqualTo(bytes);
        assertThatThrownBy(() -> encoding.encode(sink, "\u20ac")).hasMessageContaining("has no equivalent");
        encoding.use(TextEncoding.UTF8);
        assertThat(encoding.converts()).isFalse();
    }

    @Test
    void rowsAreConvertedWithTheTextsInBinaryValues() {
        SqlType pair = new CompositeType(
                20_000,
                20_001,
                "pair",
                List.of(new CompositeType.Field("a", BuiltInType.INT4.type()), new CompositeType.Field("b", TEXT)));
        SqlType[] types = {TEXT, BuiltInType.TEXT.array(), pair, BuiltInType.INT4.type(), TEXT};
        Object[] values = {"\u00e9", ArrayValue.of(TEXT, List.of("\u00e9", "b")), BoxedRow.of(-1L, "\u00e9"), -1L};
        ByteSink row = new ByteSink();
        row.putByte('D');
        for (int i = 0; i < types.length; i++) {
            boolean isNull = i == values.length;
            byte[] value = isNull ? new byte[0] : BinaryOutput.toBytes(types[i], values[i]);
            row.putInt(isNull ? -1 : value.length).putBytes(value);
        }
        encoding.use(TextEncoding.LATIN1);
        encoding.encodeRow(row, 1, types, ColumnFormats.BINARY);

        ByteBuffer sent = ByteBuffer.wrap(row.toBytes(), 1, row.size() - 1);
        for (int i = 0; i < types.length; i++) {
            int length = sent.getInt();
            if (i == values.length) {
                assertThat(length).isEqualTo(-1);
                continue;
            }
            byte[] value = new byte[length];
            sent.get(value);
            assertThat(new String(value, StandardCharsets.ISO_8859_1)).doesNotContain("\u00c3");
            Object received = BinaryInput.parse(types[i], encoding.decodeBinary(types[i], value, 0, length));
            assertThat(BinaryOutput.toBytes(types[i], received)).isEqualTo(BinaryOutput.toBytes(types[i], values[i]));
        }
        assertThat(sent.hasRemaining()).isFalse();
    }

    @Test
    void whatIsMalformedIsLeftForItsReader() {
        encoding.use(TextEncoding.LATIN1);
        byte[] cut = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0};
        ByteBuffer same = encoding.decodeBinary(BuiltInType.TEXT.array(), cut, 0, cut.length);
        assertThat(same).isEqualTo(ByteBuffer.wrap(cut));
    }
}
