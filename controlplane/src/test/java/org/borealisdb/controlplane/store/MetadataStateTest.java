package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** The keys and values that operations lead to. */
class MetadataStateTest {
    private final MetadataState state = new MetadataState();
    private long requests;

    @Test
    void aCopyOfARequestGetsTheOutcomeOfTheFirst() {
        RequestId request = new RequestId(1, 1);
        assertThat(set(request, "a", 0, "x")).isEqualTo(SetOutcome.STORED);
        assertThat(set(request, "a", 0, "x")).isEqualTo(SetOutcome.STORED);
        assertThat(set("a", 1, "y")).isEqualTo(SetOutcome.STORED);
        assertThat(set(request, "a", 0, "x")).isEqualTo(SetOutcome.STORED);
        RequestId refused = new RequestId(1, 2);
        assertThat(set(refused, "a", 3, "z")).isEqualTo(SetOutcome.OTHER_VERSION);
        assertThat(set("a", 2, "w")).isEqualTo(SetOutcome.STORED);
        assertThat(set(refused, "a", 3, "z")).isEqualTo(SetOutcome.OTHER_VERSION);
        assertThat(state.read("a").orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void aCopyThatComesVeryLateIsNotStoredTwice() {
        RequestId request = new RequestId(2, 1);
        set(request, "a", 0, "x");
        for (int count = 0; count < MetadataState.REMEMBERED; count++) {
            set("b", count, "y");
        }
        assertThat(set(request, "a", 0, "x")).isEqualTo(SetOutcome.OTHER_VERSION);
        assertThat(state.read("a").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void keysWithAPrefixAreSorted() {
        for (String key : List.of("b/2", "a", "b/1", "b", "c")) {
            set(key, 0, "x");
        }
        assertThat(state.keys("b")).containsExactly("b", "b/1", "b/2");
        assertThat(state.keys("")).containsExactly("a", "b", "b/1", "b/2", "c");
        assertThat(state.keys("d")).isEmpty();
    }

    @Test
    void refusesMoreThanItsLimits() {
        byte[] longest = new byte[MetadataLog.MAX_VALUE_BYTES];
        int stored = 0;
        while (set(request(), "key-" + stored, 0, longest) == SetOutcome.STORED) {
            stored++;
        }
        assertThat(stored).isEqualTo(MetadataState.MAX_BYTES / MetadataLog.MAX_VALUE_BYTES - 1);
        assertThat(set(request(), "key-0", 1, new byte[10])).isEqualTo(SetOutcome.STORED);
        assertThat(set(request(), "key-" + stored, 0, longest)).isEqualTo(SetOutcome.STORED);
        assertThat(state.bytes()).isLessThanOrEqualTo(MetadataState.MAX_BYTES);
    }

    @Test
    void refusesMoreKeysThanFitIntoAMessage() {
        String prefix = "k".repeat(MetadataState.MAX_KEY_LENGTH - 8);
        int stored = 0;
        while (set(prefix + HexFormat.of().toHexDigits(stored), 0, "") == SetOutcome.STORED) {
            stored++;
        }
        assertThat(stored).isBetween(8000, 8192);
        assertThat(StoreAnswer.encode(new StoreAnswer.Keys(state.keys(""))).remaining())
                .isLessThan(MetadataState.MAX_KEY_BYTES + (1 << 20));
        assertThatThrownBy(() -> MetadataState.check("ä".repeat(513), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1026 bytes");
    }

    @Test
    void copiesKeepVersions() {
        assertThat(copy("a", 7, "x")).isEqualTo(SetOutcome.STORED);
        assertThat(copy("a", 7, "x")).isEqualTo(SetOutcome.STORED);
        assertThat(copy("a", 7, "y")).isEqualTo(SetOutcome.OTHER_VERSION);
        assertThat(copy("a", 8, "x")).isEqualTo(SetOutcome.OTHER_VERSION);
        assertThat(set("a", 7, "z")).isEqualTo(SetOutcome.STORED);
        assertThat(state.read("a").orElseThrow().version()).isEqualTo(8);
    }

    @Test
    void aSnapshotHasEverything() {
        long seed = 42;
        Random random = new Random(seed);
        Map<String, Long> versions = new TreeMap<>();
        for (int count = 0; count < 3000; count++) {
            String key = "key-" + random.nextInt(200);
            long version = versions.getOrDefault(key, 0L);
            byte[] value = new byte[random.nextInt(20_000)];
            random.nextBytes(value);
            assertThat(set(request(), key, version, value)).isEqualTo(SetOutcome.STORED);
            versions.put(key, version + 1);
        }
        List<ByteBuffer> pieces = state.pieces();
        assertThat(pieces).hasSizeGreaterThan(2);
        MetadataState other = new MetadataState();
        other.set(new LogOperation.Set(new RequestId(9, 9), "gone", 0, ByteBuffer.allocate(3)));
        other.install(pieces);
        assertThat(other.pieces()).isEqualTo(pieces);
        assertThat(other.bytes()).isEqualTo(state.bytes());
        assertThat(other.keys("")).isEqualTo(state.keys(""));
        LogOperation.Set known = new LogOperation.Set(new RequestId(0, requests), "x", 99, ByteBuffer.allocate(0));
        assertThat(other.set(known)).isEqualTo(SetOutcome.STORED);
    }

    @Test
    void damagedSnapshotsAreRefused() {
        set("a", 0, "value");
        ByteBuffer entries = state.pieces().getLast();
        ByteBuffer outcomes = state.pieces().getFirst();
        MetadataState other = new MetadataState();
        assertThatThrownBy(() -> other.install(List.of())).isInstanceOf(MalformedException.class);
        for (int length = 1; length < entries.remaining(); length++) {
            ByteBuffer cut = entries.slice(0, length);
            assertThatThrownBy(() -> other.install(List.of(outcomes, cut))).isInstanceOf(MalformedException.class);
        }
    }

    private RequestId request() {
        return new RequestId(0, ++requests);
    }

    private SetOutcome set(String key, long expected, String value) {
        return set(request(), key, expected, value);
    }

    private SetOutcome set(RequestId request, String key, long expected, String value) {
        return set(request, key, expected, value.getBytes(StandardCharsets.UTF_8));
    }

    private SetOutcome set(RequestId request, String key, long expected, byte[] value) {
        return state.set(new LogOperation.Set(request, key, expected, ByteBuffer.wrap(value)));
    }

    private SetOutcome copy(String key, long version, String value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
        return state.copy(new LogOperation.Copy(request(), key, version, bytes));
    }
}
