package org.borealisdb.expr.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.RandomValues;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowAndKeyTest {
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void rowBytesAreGolden() {
        RowLayout layout = new RowLayout(List.of(
                BuiltInType.INT4.type(), BuiltInType.TEXT.type(), BuiltInType.INT8.type(), BuiltInType.BOOL.type()));
        byte[] bytes = new RowEncoder(layout).toBytes(BoxedRow.of(1L, "ab", null, true));
        assertThat(hex(bytes)).isEqualTo("0400" + "04" + "01000000" + "0200" + "0000000000000000" + "01" + "6162");
    }

    @Test
    void keyBytesAreGolden() {
        assertThat(key(KeyColumn.ascending(BuiltInType.INT4.type()), -1L)).isEqualTo("027fffffff");
        assertThat(key(new KeyColumn(BuiltInType.INT4.type(), true, true), -1L)).isEqualTo("0280000000");
        assertThat(key(KeyColumn.ascending(BuiltInType.TEXT.type()), "a\0b")).isEqualTo("026100ff620000");
        assertThat(key(KeyColumn.ascending(BuiltInType.NUMERIC.type()), Numeric.of(150, 2)))
                .isEqualTo(key(KeyColumn.ascending(BuiltInType.NUMERIC.type()), Numeric.of(15, 1)))
                .isEqualTo("0240" + "80000001" + "0233" + "00");
        ByteSink out = new ByteSink();
        KeyEncoder.appendNull(out, KeyColumn.ascending(BuiltInType.INT4.type()));
        assertThat(hex(out.toBytes())).isEqualTo("03");
    }

    @Test
    void uuidBytesAreGolden() {
        UUID uuid = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        String plain = "a0eebc999c0b4ef8bb6d6bb9bd380a11";
        RowLayout layout = new RowLayout(List.of(BuiltInType.UUID.type()));
        assertThat(hex(new RowEncoder(layout).toBytes(BoxedRow.of(uuid)))).isEqualTo("0100" + "00" + plain);
        assertThat(key(KeyColumn.ascending(BuiltInType.UUID.type()), uuid)).isEqualTo("02" + plain);
        assertThat(hex(BinaryOutput.toBytes(BuiltInType.UUID.type(), uuid))).isEqualTo(plain);
    }

    private static String key(KeyColumn column, Object value) {
        ByteSink out = new ByteSink();
        KeyEncoder.append(out, column, value);
        return hex(out.toBytes());
    }

    @Test
    void randomRowsComeBackAlsoUnderWiderTables() {
        long seed = 3;
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int round = 0; round < 2000; round++) {
            List<SqlType> types = new ArrayList<>();
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                SqlType type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
                types.add(type);
                boolean large = type.is(BuiltInType.TEXT) && random.nextInt(50) == 0;
                row.add(large ? "x".repeat(70_000) : values.nullable(type));
            }
            int written = random.nextInt(types.size()) + 1;
            RowLayout old = new RowLayout(types.subList(0, written));
            byte[] bytes = new RowEncoder(old).toBytes(BoxedRow.of(row.subList(0, written)));
            StoredRow stored = new StoredRow(new RowLayout(types, BoxedRow.of(row))).moveTo(bytes);
            for (int i = 0; i < types.size(); i++) {
                assertThat(Values.read(stored, i, types.get(i)))
                        .as("seed %d, round %d, column %d %s", seed, round, i, types.get(i))
                        .isEqualTo(row.get(i));
            }
        }
    }

    @Test
    void damagedRowsNeverReadOutside() {
        long seed = 5;
        Random random = new Random(seed);
        RowLayout layout = new RowLayout(RandomValues.TYPES);
        StoredRow stored = new StoredRow(layout);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) random.nextInt(layout.size() + 1);
                bytes[1] = (byte) (random.nextBoolean() ? 0 : 0x80);
            }
            try {
                stored.moveTo(bytes);
                int column = random.nextInt(layout.size());
                Values.read(stored, column, layout.types().get(column));
            } catch (IllegalStateException | IndexOutOfBoundsException | SqlException expected) {
                assertThat(expected).as("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void numbersOfAScaleComeBackWithTheirZeroes() {
        KeyColumn column = KeyColumn.ascending(new ScalarType(BuiltInType.NUMERIC, TypeModifier.ofNumeric(10, 3)));
        assertThat(KeyDecoder.isExact(column.type())).isTrue();
        assertThat(KeyDecoder.isExact(BuiltInType.NUMERIC.type())).isFalse();
        assertThat(KeyDecoder.isExact(BuiltInType.FLOAT8.type())).isFalse();
        for (String text : List.of("1.500", "0.000", "-20.000", "-0.001", "1000000.000", "NaN")) {
            Object back = new KeyDecoder(bytes(column, TextInput.parseNumeric(text))).next(column);
            assertThat(String.valueOf(back)).isEqualTo(text);
        }
    }

    @Test
    void keysOrderAsValuesDoAndComeBack() {
        long seed = 9;
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int round = 0; round < 60_000; round++) {
            SqlType type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            KeyColumn column = new KeyColumn(type, random.nextBoolean(), random.nextBoolean());
            Object left = values.nullable(type);
            Object right = random.nextInt(4) == 0 ? left : values.nullable(type);
            byte[] leftKey = bytes(column, left);
            byte[] rightKey = bytes(column, right);
            int order = Integer.signum(Arrays.compareUnsigned(leftKey, rightKey));
            assertThat(order)
                    .as("seed %d: %s %s against %s", seed, column, left, right)
                    .isEqualTo(expected(column, left, right));
            if (KeyDecoder.isDecodable(type) && left != null) {
                KeyDecoder decoder = new KeyDecoder(leftKey);
                Object back = decoder.next(column);
                assertThat(back).isNotNull();
                assertThat(decoder.isAtEnd()).isTrue();
                if (back != null) {
                    assertThat(ValueOrder.compare(type, back, left))
                            .as("%s %s", type, left)
                            .isZero();
                }
            }
            if (KeyDecoder.isExact(type) && left != null) {
                Object back = new KeyDecoder(leftKey).next(column);
                assertThat(back).isNotNull();
                if (back != null) {
                    assertThat(TextOutput.format(type, back, SessionFormat.DEFAULT))
                            .as("%s", column)
                            .isEqualTo(TextOutput.format(type, left, SessionFormat.DEFAULT));
                }
            }
            KeyEncoder.successorOfPrefix(leftKey)
                    .ifPresent(end ->
                            assertThat(Arrays.compareUnsigned(leftKey, end)).isNegative());
        }
    }

    private static byte[] bytes(KeyColumn column, @Nullable Object value) {
        ByteSink out = new ByteSink();
        if (value == null) {
            KeyEncoder.appendNull(out, column);
        } else {
            KeyEncoder.append(out, column, value);
        }
        return out.toBytes();
    }

    private static int expected(KeyColumn column, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            int nullOrder = Boolean.compare(left == null, right == null);
            return column.nullsFirst() ? -nullOrder : nullOrder;
        }
        int order = Integer.signum(ValueOrder.compare(column.type(), left, right));
        return column.descending() ? -order : order;
    }
}
