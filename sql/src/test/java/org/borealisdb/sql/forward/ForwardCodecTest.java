package org.borealisdb.sql.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardAnswer.Part;
import org.borealisdb.sql.session.SqlNotice;
import org.junit.jupiter.api.Test;

/** Every request and answer survives encoding; nothing else than a whole one decodes. */
class ForwardCodecTest {
    private static SequencedMap<String, String> settings() {
        return new LinkedHashMap<>(Map.of("TimeZone", "UTC"));
    }

    private static List<ForwardRequest> requests() {
        return List.of(
                new ForwardRequest.Open(-7, "me", "db", settings(), new HostPort("::1", 99), 300_000, 0),
                new ForwardRequest.Run(
                        7,
                        -1,
                        6,
                        ForwardRequest.Begin.REPEATABLE_READ,
                        settings(),
                        "SELECT $1 FOR UPDATE",
                        List.of(23, 25),
                        ByteBuffer.wrap(new byte[] {1, 2, 3}),
                        4,
                        50,
                        List.of(2, 3)),
                new ForwardRequest.Fetch(7, 8, 6, 4, 50),
                new ForwardRequest.Next(7, 8, 6),
                new ForwardRequest.End(7, 8, 6, true),
                new ForwardRequest.Cancel(7, 8, 6),
                new ForwardRequest.Close(7, 8, 6),
                new ForwardRequest.Alive(7, 2, List.of(8L, -9L)),
                new ForwardRequest.Durable(7));
    }

    private static SqlException error() {
        return new SqlException(ErrorCode.UNIQUE_VIOLATION, "twice")
                .withPosition(12)
                .withDetail("Key")
                .with(SqlException.Field.TABLE, "t");
    }

    private static List<ForwardAnswer> answers() {
        SqlNotice notice = new SqlNotice(SqlNotice.Level.WARNING, ErrorCode.WARNING, "take care", "why", "how");
        List<ForwardAnswer> all = new ArrayList<>(List.of(
                new ForwardAnswer.Opened(-3),
                new ForwardAnswer.Refused(error()),
                new ForwardAnswer.Unknown(),
                new ForwardAnswer.Noted(),
                new ForwardAnswer.Point(1000)));
        for (Outcome outcome : List.of(
                new Outcome.Going(),
                new Outcome.Completed("UPDATE", true, 3),
                new Outcome.Suspended(),
                new Outcome.Ended(77),
                new Outcome.Failed(error(), true, 78))) {
            all.add(new Part(List.of(notice), List.of(23), 1, ByteBuffer.wrap(new byte[] {0, 0, 0, 0}), outcome));
        }
        return all;
    }

    @Test
    void everythingComesBackAsItWas() {
        for (ForwardRequest request : requests()) {
            ForwardRequest again =
                    ForwardCodec.decodeRequest(ForwardCodec.encode(request).asReadOnlyBuffer());
            assertThat(again).isEqualTo(request);
        }
        for (ForwardAnswer answer : answers()) {
            ByteBuffer bytes = ForwardCodec.encode(answer);
            ForwardAnswer again = ForwardCodec.decodeAnswer(bytes.asReadOnlyBuffer());
            assertThat(ForwardCodec.encode(again)).isEqualTo(bytes);
            assertThat(again).hasSameClassAs(answer);
        }
        SqlException error = ((ForwardAnswer.Refused)
                        ForwardCodec.decodeAnswer(ForwardCodec.encode(answers().get(1))))
                .reason();
        assertThat(error.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(error.text()).isEqualTo("twice");
        assertThat(error.position()).hasValue(12);
        assertThat(error.fields()).isEqualTo(error().fields());
    }

    @Test
    void theyHaveTheseBytes() {
        List<String> all = new ArrayList<>();
        requests().forEach(request -> all.add(hex(ForwardCodec.encode(request))));
        answers().forEach(answer -> all.add(hex(ForwardCodec.encode(answer))));
        String utc = "01000000" + "08000000" + "54696d655a6f6e65" + "03000000" + "555443";
        String seven = "0700000000000000";
        String eight = "0800000000000000";
        String six = "0600000000000000";
        String error = "10000000" + text("UNIQUE_VIOLATION") + "05000000" + text("twice") + "0c000000" + "02000000"
                + "06000000" + text("DETAIL") + "03000000" + text("Key") + "05000000" + text("TABLE") + "01000000"
                + text("t");
        String part = "0106" + "01000000" + "07000000" + text("WARNING") + "07000000" + text("WARNING") + "09000000"
                + text("take care") + "03000000" + text("why") + "03000000" + text("how") + "01000000" + "17000000"
                + "01000000" + "04000000" + "00000000";
        assertThat(all)
                .containsExactly(
                        "0101" + "f9ffffffffffffff" + "02000000" + text("me") + "02000000" + text("db") + utc
                                + "03000000" + text("::1") + "63000000" + "e093040000000000" + "0000000000000000",
                        "0102" + seven + "ffffffffffffffff" + six + "02" + utc + "14000000"
                                + text("SELECT $1 FOR UPDATE")
                                + "02000000" + "17000000" + "19000000" + "03000000" + "010203" + "04000000"
                                + "32000000" + "02000000" + "02000000" + "03000000",
                        "0103" + seven + eight + six + "04000000" + "32000000",
                        "0104" + seven + eight + six,
                        "0105" + seven + eight + six + "01",
                        "0106" + seven + eight + six,
                        "0107" + seven + eight + six,
                        "0108" + seven + "0200000000000000" + "02000000" + eight + "f7ffffffffffffff",
                        "0109" + seven,
                        "0101" + "fdffffffffffffff",
                        "0102" + error,
                        "0103",
                        "0104",
                        "0105" + "e803000000000000",
                        part + "01",
                        part + "02" + "06000000" + text("UPDATE") + "01" + "0300000000000000",
                        part + "03",
                        part + "04" + "4d00000000000000",
                        part + "05" + error + "01" + "4e00000000000000");
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(String ascii) {
        StringBuilder hex = new StringBuilder();
        ascii.chars().forEach(letter -> hex.append(HexFormat.of().toHexDigits((byte) letter)));
        return hex.toString();
    }

    @Test
    void nonsenseIsRefusedOrDecodesWhole() {
        long seed = 20261127;
        Random random = new Random(seed);
        int refused = 0;
        List<ByteBuffer> good = new ArrayList<>();
        requests().forEach(request -> good.add(ForwardCodec.encode(request)));
        answers().forEach(answer -> good.add(ForwardCodec.encode(answer)));
        for (int round = 0; round < 20_000; round++) {
            int which = round % good.size();
            ByteBuffer source = good.get(which);
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            for (int flip = random.nextInt(4); flip >= 0; flip--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(5) - 1);
            }
            ByteBuffer bad = ByteBuffer.wrap(bytes, 0, 1 + random.nextInt(bytes.length));
            try {
                if (which < requests().size()) {
                    ForwardCodec.decodeRequest(bad);
                } else {
                    ForwardCodec.decodeAnswer(bad);
                }
            } catch (MalformedException e) {
                refused++;
            } catch (IllegalArgumentException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
        assertThatThrownBy(() -> ForwardCodec.decodeRequest(ByteBuffer.wrap(new byte[] {2, 9, 0, 0, 0, 0, 0, 0, 0, 0})))
                .hasMessageContaining("unknown version 2");
    }

    @Test
    void valuesComeBackAsTheyWere() {
        List<SqlType> types = List.of(
                BuiltInType.INT4.type(), BuiltInType.TEXT.type(), BuiltInType.FLOAT8.type(), BuiltInType.INT8.type());
        RowSource row = BoxedRow.of(-5L, "ä", 1.5, null);
        ByteBuffer bytes = ForwardedValues.write(types, row);
        assertThat(hex(bytes))
                .isEqualTo(
                        "00000004" + "fffffffb" + "00000002" + "c3a4" + "00000008" + "3ff8000000000000" + "ffffffff");
        assertThat(ForwardedValues.read(types, bytes.duplicate())).hasToString(row.toString());
        for (int length = 0; length < bytes.remaining(); length++) {
            ByteBuffer cut = bytes.slice(0, length);
            assertThatThrownBy(() -> ForwardedValues.read(types, cut)).isInstanceOf(MalformedException.class);
        }
    }
}
