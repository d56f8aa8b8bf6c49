package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.region.RegionProblemException;

/** The records of one kind, in the metadata log under {@code PREFIX/NAME}, each changed by compare-and-set. Methods wait. */
final class NamedRecords<R extends NamedRecord> {
    private static final int MOST_ATTEMPTS = 16;

    private final MetadataLog log;
    private final String prefix;
    private final Function<ByteBuffer, R> decode;

    NamedRecords(MetadataLog log, String prefix, Function<ByteBuffer, R> decode) {
        this.log = log;
        this.prefix = prefix;
        this.decode = decode;
    }

    /** All that are not gone, by name. */
    List<R> all() {
        List<R> all = new ArrayList<>();
        for (String key : log.keys(prefix)) {
            log.read(key)
                    .map(value -> decode.apply(value.bytes()))
                    .filter(record -> !record.gone())
                    .ifPresent(all::add);
        }
        return all;
    }

    /** What is known of the last one of that name, even if it is gone. */
    Optional<R> last(String name) {
        return log.read(prefix + name).map(value -> decode.apply(value.bytes()));
    }

    /** The one of that name, unless it is gone. */
    Optional<R> present(String name) {
        return last(name).filter(record -> !record.gone());
    }

    /**
     * Adds one, of whose name there is none.
     *
     * @throws RegionProblemException if there is one of that name since
     */
    void add(R wanted) {
        Optional<MetadataValue> before = log.read(prefix + wanted.name());
        boolean taken =
                before.filter(value -> !decode.apply(value.bytes()).gone()).isPresent();
        if (taken
                || !log.compareAndSet(
                        prefix + wanted.name(),
                        before.map(MetadataValue::version).orElse(0L),
                        wanted.encode())) {
            throw new RegionProblemException("somebody else has just taken the name '" + wanted.name() + "'");
        }
    }

    /**
     * Changes the record of one that is the same still; what it is then, or empty if it is gone.
     *
     * @throws OperationException if others change it all the time
     */
    Optional<R> change(R known, UnaryOperator<R> change) {
        String key = prefix + known.name();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> value = log.read(key);
            Optional<R> now = value.map(each -> decode.apply(each.bytes()))
                    .filter(record -> record.id() == known.id() && !record.gone());
            if (now.isEmpty()) {
                return Optional.empty();
            }
            R next = change.apply(now.get());
            if (next.equals(now.get())
                    || log.compareAndSet(key, value.orElseThrow().version(), next.encode())) {
                return Optional.of(next);
            }
        }
        throw new OperationException("others change " + key + " at the same time; try again", true);
    }
}
