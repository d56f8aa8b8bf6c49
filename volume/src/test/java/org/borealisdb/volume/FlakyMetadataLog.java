package org.borealisdb.volume;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.simulation.task.Scheduler;

/** A metadata log whose answers get lost at times: before, or after it did what was asked. */
final class FlakyMetadataLog {
    private final TreeMap<String, MetadataValue> values = new TreeMap<>();
    private final SplittableRandom random;
    private int lossPerMille;

    FlakyMetadataLog(SplittableRandom random) {
        this.random = random;
    }

    void lossPerMille(int loss) {
        lossPerMille = loss;
    }

    /** Puts back an older content, as from a wrong backup. */
    void restore(Map<String, MetadataValue> older) {
        values.clear();
        values.putAll(older);
    }

    Map<String, MetadataValue> copy() {
        return new TreeMap<>(values);
    }

    /** The log as seen by one process. */
    MetadataLog of(Tasks tasks, Scheduler scheduler) {
        return new MetadataLog() {
            @Override
            public Optional<MetadataValue> read(String key) {
                pass();
                Optional<MetadataValue> value = Optional.ofNullable(values.get(key));
                pass();
                return value;
            }

            @Override
            public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
                pass();
                MetadataValue known = values.get(key);
                boolean match = (known == null ? 0 : known.version()) == expectedVersion;
                if (match) {
                    values.put(key, new MetadataValue(expectedVersion + 1, ByteBuffer.wrap(value)));
                }
                pass();
                return match;
            }

            @Override
            public List<String> keys(String prefix) {
                return List.copyOf(values.keySet());
            }

            private void pass() {
                tasks.sleep(random.nextLong(100_000, 500_000));
                if (random.nextInt(1000) < lossPerMille) {
                    throw new OperationException("the metadata log did not answer at " + scheduler.now(), true);
                }
            }
        };
    }
}
