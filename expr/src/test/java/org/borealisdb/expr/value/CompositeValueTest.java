package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.RowEncoder;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.junit.jupiter.api.Test;

/** Row values: their stored form, which outlives changes of their type, their text and their keys. */
class CompositeValueTest {
    private static final CompositeType.Field A = new CompositeType.Field("a", BuiltInType.INT4.type(), 1);
    private static final CompositeType.Field B = new CompositeType.Field("b", BuiltInType.TEXT.type(), 2);
    private static final CompositeType.Field C = new CompositeType.Field("c", BuiltInType.INT4.type(), 3);
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);

    private static CompositeType type(CompositeType.Field... fields) {
        return new CompositeType(20_000, 20_001, "pair", List.of(fields));
    }

    private static byte[] stored(SqlType type, String text) {
        return new RowEncoder(new RowLayout(List.of(type))).toBytes(BoxedRow.of(INPUT.parse(type, text)));
    }

    private static String read(SqlType type, byte[] row) {
        StoredRow stored = new StoredRow(new RowLayout(List.of(type))).moveTo(row);
        return TextOutput.format(type, stored.objectAt(0), SessionFormat.DEFAULT);
    }

    @Test
    void storedBytesAreGolden() {
        byte[] value = BinaryOutput.toBytes(type(A, B).stored(), INPUT.parse(type(A, B), "(7,x)"));
        assertThat(HexFormat.of().formatHex(value))
                .isEqualTo("01" + "0002" + "00000004" + "00000007" + "00000001" + "78");
    }

    @Test
    void fieldsComeAndGo() {
        byte[] row = stored(type(A, B), "(1,x)");
        assertThat(read(type(A, B), row)).isEqualTo("(1,x)");
        assertThat(read(type(A, B, C), row)).isEqualTo("(1,x,)");
        assertThat(read(type(B), row)).isEqualTo("(x)");
        assertThat(read(type(A, C), row)).isEqualTo("(1,)");
        assertThat(read(type(A), stored(type(A, C), "(1,2)"))).isEqualTo("(1)");
        assertThat(read(type(A, B, C), stored(type(C), "(5)"))).isEqualTo("(,,5)");
        assertThat(read(type(), row)).isEqualTo("()");
    }

    @Test
    void rowsNestInArraysAndRows() {
        CompositeType inner = type(A, B);
        CompositeType outer = new CompositeType(
                20_002,
                20_003,
                "outer",
                List.of(
                        new CompositeType.Field("one", inner, 1),
                        new CompositeType.Field("many", new ArrayType(inner), 3)));
        String text = "(\"(1,\"\"a \"\"\"\"b\"\"\"\"\"\")\",\"{\"\"(2,y)\"\",NULL}\")";
        assertThat(read(outer, stored(outer, text))).isEqualTo(text);
    }

    @Test
    void keysAreOrderedAsValues() {
        CompositeType type = type(A, B);
        List<String> ascending = List.of("(-1,z)", "(1,a)", "(1,ab)", "(1,)", "(2,)", "(,a)", "(,)");
        for (int i = 1; i < ascending.size(); i++) {
            Object left = INPUT.parse(type, ascending.get(i - 1));
            Object right = INPUT.parse(type, ascending.get(i));
            assertThat(ValueOrder.compare(type, left, right)).isNegative();
            assertThat(key(type, left)).isLessThan(key(type, right));
        }
    }

    private static String key(SqlType type, Object value) {
        ByteSink out = new ByteSink();
        KeyEncoder.append(out, KeyColumn.ascending(type), value);
        return HexFormat.of().formatHex(out.toBytes());
    }

    @Test
    void malformedTextIsRefused() {
        for (String text : List.of("", "1,x)", "(1,x", "(1)", "(1,2,3)", "(1,x) y", "(1,\"x", "(1,x\\")) {
            assertThatThrownBy(() -> INPUT.parse(type(A, B), text))
                    .isInstanceOf(SqlException.class)
                    .hasMessageContaining("malformed record literal: \"" + text + "\"");
        }
    }

    @Test
    void randomInputIsReadOrRefused() {
        long seed = 82;
        Random random = new Random(seed);
        String alphabet = "(),\"\\1a ";
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder("(");
            for (int length = random.nextInt(10); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = 0;
                bytes[1] = 0;
                bytes[2] = 0;
                bytes[3] = 2;
            }
            refusedOrRead(() -> INPUT.parse(type(A, B), text.toString()), seed);
            refusedOrRead(() -> BinaryInput.parse(type(A, B), bytes), seed);
        }
    }

    private static void refusedOrRead(Runnable parse, long seed) {
        try {
            parse.run();
        } catch (SqlException refused) {
            assertThat(refused.code().sqlState()).as("seed " + seed).hasSize(5);
        }
    }
}
