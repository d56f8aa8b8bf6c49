package org.borealisdb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.cluster.EndpointNumber.Owner;
import org.borealisdb.server.role.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which number, whoever gives them, and the bytes in which they are kept. */
class EndpointNumbersTest {
    private static final Owner REPORTS = new Owner(false, "reports", 7);
    private static final Owner READER = new Owner(true, "reports", 8);
    private static final List<EndpointNumber> SOME =
            List.of(new EndpointNumber(0, REPORTS), new EndpointNumber(31, READER));

    @TempDir
    private Path folder = Path.of("");

    private void withLog(Consumer<MetadataLog> test) {
        try (RealWorld world = RealWorld.create((task, failure) -> {
            throw new AssertionError(task, failure);
        })) {
            test.accept(new FileMetadataLog(new RealFileStore(folder), world.tasks(), world.clock()));
        }
    }

    private static Owner custom(int id) {
        return new Owner(false, "c" + id, id);
    }

    private static Owner instance(int id) {
        return new Owner(true, "i" + id, id);
    }

    @Test
    void customEndpointsComeFirstAndInstancesLast() {
        withLog(log -> {
            EndpointNumbers numbers = new EndpointNumbers(log);
            assertThat(numbers.assign(() -> List.of(instance(1), custom(1), instance(2), custom(2)), 10))
                    .isEqualTo(Map.of(custom(1), 0, custom(2), 1, instance(1), 9, instance(2), 8));
        });
    }

    @Test
    void eachKeepsItsNumberUntilItIsGone() {
        withLog(log -> {
            EndpointNumbers numbers = new EndpointNumbers(log);
            numbers.assign(() -> List.of(custom(1), custom(2), instance(1)), 4);
            assertThat(numbers.assign(() -> List.of(custom(2), custom(3), instance(1)), 4))
                    .isEqualTo(Map.of(custom(3), 0, custom(2), 1, instance(1), 3));
            Owner anew = new Owner(false, "c2", 99);
            assertThat(new EndpointNumbers(log).assign(() -> List.of(custom(3), anew, instance(1)), 4))
                    .as("another of that name")
                    .isEqualTo(Map.of(custom(3), 0, anew, 1, instance(1), 3));
        });
    }

    @Test
    void whoComesTooLateGetsNoneUntilSomebodyGoes() {
        withLog(log -> {
            EndpointNumbers numbers = new EndpointNumbers(log);
            assertThat(numbers.assign(() -> List.of(instance(1), instance(2)), 2))
                    .hasSize(2);
            assertThat(numbers.assign(() -> List.of(instance(1), instance(2), custom(1)), 2))
                    .doesNotContainKey(custom(1));
            assertThat(numbers.assign(() -> List.of(instance(2), custom(1)), 2))
                    .isEqualTo(Map.of(instance(2), 0, custom(1), 1));
            List<Owner> many = IntStream.range(0, EndpointNumbers.MOST + 1)
                    .mapToObj(EndpointNumbersTest::custom)
                    .toList();
            assertThat(numbers.assign(() -> many, 200)).hasSize(EndpointNumbers.MOST);
        });
    }

    @Test
    void aSmallerRangeGivesOthersToThoseBeyondIt() {
        withLog(log -> {
            EndpointNumbers numbers = new EndpointNumbers(log);
            numbers.assign(() -> List.of(custom(1), instance(1)), 10);
            assertThat(numbers.assign(() -> List.of(custom(1), instance(1)), 4))
                    .isEqualTo(Map.of(custom(1), 0, instance(1), 3));
        });
    }

    @Test
    void whoeverGivesThemNoTwoHaveTheSame() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        withLog(log -> {
            // Another gateway, which gives a number in the middle of what the first does.
            EndpointNumbers other = new EndpointNumbers(log);
            List<Owner> known = new ArrayList<>();
            Map<Owner, Integer> kept = new HashMap<>();
            for (int round = 0; round < 50; round++) {
                known.add(random.nextBoolean() ? custom(round) : instance(round));
                Owner late = custom(1000 + round);
                boolean[] interfered = {false};
                Map<Owner, Integer> given = new EndpointNumbers(log)
                        .assign(
                                () -> {
                                    if (!interfered[0]) {
                                        interfered[0] = true;
                                        List<Owner> more = new ArrayList<>(known);
                                        more.add(late);
                                        other.assign(() -> more, 32);
                                        return List.copyOf(known);
                                    }
                                    List<Owner> more = new ArrayList<>(known);
                                    more.add(late);
                                    return more;
                                },
                                32);
                known.add(late);
                assertThat(given.values()).as("seed %d, round %d", seed, round).doesNotHaveDuplicates();
                assertThat(given).as("seed %d, round %d", seed, round).containsAllEntriesOf(kept);
                assertThat(given).as("seed %d, round %d", seed, round).containsKey(late);
                known.remove(random.nextInt(known.size()));
                if (known.size() > 20) {
                    known.removeFirst();
                }
                kept.clear();
                known.forEach(owner -> kept.put(owner, given.getOrDefault(owner, -1)));
            }
        });
    }

    @Test
    void givesUpWhenOthersChangeThemAllTheTime() {
        withLog(log -> {
            int[] round = {0};
            assertThatThrownBy(() -> new EndpointNumbers(log)
                            .assign(
                                    () -> {
                                        round[0]++;
                                        new EndpointNumbers(log).assign(() -> List.of(custom(round[0])), 8);
                                        return List.of(custom(0));
                                    },
                                    8))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("others change endpoint-numbers");
        });
    }

    @Test
    void theyAreTheseBytes() {
        byte[] bytes = EndpointNumbers.encode(SOME);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "4252454e0100000044000000ff3381360200000001070000007265706f72747307000000000000000000000002070000"
                                + "007265706f72747308000000000000001f000000");
        assertThat(EndpointNumbers.decode(ByteBuffer.wrap(bytes))).isEqualTo(SOME);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> EndpointNumbers.decode(ByteBuffer.wrap(part)))
                    .isInstanceOf(MalformedException.class);
        }
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> EndpointNumbers.decode(ByteBuffer.wrap(changed)))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
