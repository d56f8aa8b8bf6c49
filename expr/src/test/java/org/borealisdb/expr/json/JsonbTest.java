package org.borealisdb.expr.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.Test;

class JsonbTest {
    private static String stored(String text) {
        ByteSink out = new ByteSink();
        Jsonb.parse(text).appendStored(out);
        return HexFormat.of().formatHex(out.toBytes());
    }

    private static String key(String text) {
        ByteSink out = new ByteSink();
        JsonOrder.appendKey(out, Jsonb.parse(text));
        return HexFormat.of().formatHex(out.toBytes());
    }

    @Test
    void storedBytesAreGolden() {
        assertThat(stored("null")).isEqualTo("01" + "01000060" + "0100" + "00000000");
        assertThat(stored("true")).isEqualTo("01" + "01000060" + "0100" + "00000020");
        assertThat(stored("\"é\"")).isEqualTo("01" + "01000060" + "0100" + "02000030" + "c3a9");
        assertThat(stored("[]")).isEqualTo("01" + "00000020" + "0100");
        assertThat(stored("{}")).isEqualTo("01" + "00000010" + "0100");
        assertThat(stored("[1, false, -1.50]"))
                .isEqualTo("01" + "03000020" + "0100" + "02000040" + "02000010" + "05000040" + "0001" + "026aff");
        assertThat(stored("{\"b\": [], \"aa\": null, \"a\": \"x\"}"))
                .isEqualTo("01" + "03000010" + "0200" + "01000030" + "02000030" + "04000030" + "05000030" + "0b000060"
                        + "0b000000" + "61" + "62" + "6161" + "78" + "00000020" + "0100");
        assertThat(stored("12345678901234567890"))
                .isEqualTo("01" + "01000060" + "0100" + "12000050" + "0005000400000000" + "04d2162e23340d801ed2");
    }

    @Test
    void keyBytesAreGolden() {
        assertThat(key("null")).isEqualTo("10" + "00000001" + "00" + "00");
        assertThat(key("[\"a\", true]")).isEqualTo("10" + "00000002" + "01" + "01" + "02610000" + "03" + "01");
        assertThat(key("{\"a\": 1.0}")).isEqualTo("11" + "00000001" + "02610000" + "02" + "0240" + "80000001" + "0200");
        assertThat(key("1.50")).isEqualTo(key("1.5"));
    }

    @Test
    void numbersKeepTheirScaleAndSize() {
        for (String number : List.of(
                "0",
                "-1",
                "127",
                "128",
                "-128",
                "-129",
                "0.0",
                "1.50",
                "9223372036854775807",
                "-9223372036854775808")) {
            assertThat(Jsonb.parse(number)).hasToString(number);
        }
        String large = "1" + "0".repeat(300) + "." + "0".repeat(299) + "1";
        assertThat(Jsonb.parse("[" + large + "]")).hasToString("[" + large + "]");
        assertThat(Jsonb.parse("1e-300")).hasToString("0." + "0".repeat(299) + "1");
    }

    @Test
    void binaryFormatIsAVersionAndTheText() {
        Object json = Jsonb.parse("{\"a\":1}");
        byte[] bytes = BinaryOutput.toBytes(BuiltInType.JSONB.type(), json);
        assertThat(bytes).isEqualTo("\u0001{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        assertThat(BinaryInput.parse(BuiltInType.JSONB.type(), bytes)).isEqualTo(json);
        bytes[0] = 2;
        assertThatThrownBy(() -> BinaryInput.parse(BuiltInType.JSONB.type(), bytes))
                .hasMessage("unsupported jsonb version number 2");
        assertThatThrownBy(() -> BinaryInput.parse(BuiltInType.JSON.type(), new byte[] {'{'}))
                .isInstanceOf(SqlException.class);
    }

    /** In a thread of the usual stack, before anything is compiled: what is allowed to nest can be walked. */
    @Test
    void whatNestsAsDeepAsItMayCanBeWalked() {
        int depth = JsonText.MAXIMUM_DEPTH;
        String arrays = "[".repeat(depth) + "]".repeat(depth);
        String objects = "{\"a\": ".repeat(depth) + "1" + "}".repeat(depth);
        for (String text : List.of(arrays, objects)) {
            Jsonb json = Jsonb.parse(text);
            assertThat(json).hasToString(text);
            assertThat(JsonOrder.compare(json, Jsonb.parse(text))).isZero();
            assertThat(JsonbChange.contains(json, Jsonb.parse(text))).isTrue();
            assertThat(JsonbChange.withoutNulls(json)).isEqualTo(json);
            assertThat(json.hashCode()).isEqualTo(Jsonb.parse(text).hashCode());
            assertThat(JsonbPath.pretty(json)).contains("\n");
            assertThat(JsonTexts.withoutNulls(JsonText.parse(text))).isEqualTo(text.replace(" ", ""));
        }
        assertTooDeep(() -> JsonText.check("[".repeat(depth + 1)));
        Jsonb deepest = Jsonb.parse(arrays);
        assertTooDeep(() -> Jsonb.of(new JsonNode.Elements(List.of(deepest.root()))));
        assertTooDeep(() -> JsonbChange.concatenate(
                Jsonb.parse("[]"),
                Jsonb.of(new JsonNode.Elements(List.of(new JsonNode.Elements(List.of(deepest.root())))))));
    }

    private static void assertTooDeep(Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOfSatisfying(
                        SqlException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX));
    }

    /** A key is found by looking at a few others, and what does not matter is not decoded, here because it cannot be. */
    @Test
    void othersAreNotLookedAt() {
        StringBuilder text = new StringBuilder("{\"z\": 1");
        for (int i = 0; i < 1000; i++) {
            text.append(", \"key")
                    .append(i)
                    .append("\": \"")
                    .append("v".repeat(20))
                    .append('"');
        }
        ByteSink out = new ByteSink();
        Jsonb.parse(text.append('}').toString()).appendStored(out);
        byte[] bytes = out.toBytes();
        Arrays.fill(bytes, bytes.length - 20_000, bytes.length, (byte) 0xff);
        Jsonb damaged = Jsonb.ofStored(bytes);
        assertThat(JsonbPath.member(damaged, "z")).contains(Jsonb.parse("1").root());
        assertThat(JsonbPath.hasKey(damaged, "key999")).isTrue();
        assertThat(JsonbPath.hasKey(damaged, "key1000")).isFalse();
    }

    @Test
    void damagedBytesNeverReadOutside() {
        long seed = 17;
        Random random = new Random(seed);
        RandomJson values = new RandomJson(random);
        for (int round = 0; round < 20_000; round++) {
            ByteSink out = new ByteSink();
            Jsonb.parse(values.text(4)).appendStored(out);
            byte[] bytes = Arrays.copyOf(out.toBytes(), random.nextInt(out.size() + 1));
            for (int i = random.nextInt(3); i >= 0 && bytes.length > 1; i--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            try {
                Jsonb damaged = Jsonb.ofStored(bytes);
                assertThat(damaged.toString()).as("seed %d", seed).isNotNull();
                assertThat(JsonbChange.contains(damaged, damaged))
                        .as("seed %d", seed)
                        .isNotNull();
                assertThat(JsonbPath.hasKey(damaged, values.string()))
                        .as("seed %d", seed)
                        .isNotNull();
                assertThat(damaged.hashCode()).as("seed %d", seed).isNotNull();
            } catch (IllegalStateException | IndexOutOfBoundsException | SqlException expected) {
                assertThat(expected).as("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void randomTextsNeverFailOtherwiseThanTheyShould() {
        long seed = 23;
        Random random = new Random(seed);
        RandomJson values = new RandomJson(random);
        String pieces = "{}[]:,\"\\u0dn1-.eE+ \ntrfalsx\u00e9\ud83d\ude00";
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(values.text(3));
            for (int i = random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> text.setLength(at);
                }
            }
            try {
                Jsonb json = Jsonb.parse(text.toString());
                assertThat(Jsonb.parse(json.toString()))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(json);
                accepted++;
            } catch (SqlException expected) {
                assertThat(expected.code())
                        .as("seed %d: %s", seed, text)
                        .isIn(
                                ErrorCode.INVALID_TEXT_REPRESENTATION,
                                ErrorCode.UNTRANSLATABLE_CHARACTER,
                                ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE);
            }
        }
        assertThat(accepted).isBetween(2_000, 18_000);
    }
}
