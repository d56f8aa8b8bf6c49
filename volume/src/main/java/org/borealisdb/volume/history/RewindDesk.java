package org.borealisdb.volume.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.error.OperationException;

/**
 * Where rewinds of one volume are asked for, and told of: in the metadata log, under {@code rewind/VOLUME/...}. Its methods wait.
 *
 * <p>Bytes: {@link Framed}; request with magic {@code BRWR}, outcome {@code BRWO}, times of a line that was left {@code BRWT}, all version 1.
 */
public final class RewindDesk {
    private static final int REQUEST_MAGIC = 0x52575242;
    private static final int OUTCOME_MAGIC = 0x4F575242;
    private static final int TIMES_MAGIC = 0x54575242;
    private static final int VERSION = 1;
    private static final int MOST_ATTEMPTS = 16;
    /** Times kept of a line that was left: as many as fit into a value. */
    private static final int MOST_TIMES = (MetadataLog.MAX_VALUE_BYTES - 64) / (2 * Long.BYTES);

    private final MetadataLog log;
    private final String prefix;

    /** When a line of history was where; see {@code engine.history.TimedPoint}. */
    public record Time(long millis, long lsn) {}

    public RewindDesk(MetadataLog log, VolumeId volume) {
        this.log = log;
        this.prefix = "rewind/" + volume.value() + "/";
    }

    /** Asks. A request that was not dealt with yet is replaced. */
    public void ask(RewindRequest request) {
        Encoder out = new Encoder(32);
        request.encode(out);
        put("request", Framed.encode(REQUEST_MAGIC, VERSION, out));
    }

    /** What was asked for last and has no outcome yet. */
    public Optional<RewindRequest> open() {
        Optional<RewindRequest> asked = log.read(prefix + "request")
                .map(value ->
                        RewindRequest.decode(Framed.decode(REQUEST_MAGIC, VERSION, value.bytes(), "rewind request")));
        return asked.filter(request -> outcome(request.id()).isEmpty());
    }

    /** Tells what became of a request. */
    public void tell(RewindOutcome outcome) {
        Encoder out = new Encoder(128);
        outcome.encode(out);
        put("outcome", Framed.encode(OUTCOME_MAGIC, VERSION, out));
    }

    /** What became of the request {@code id}, if that is what was told last. */
    public Optional<RewindOutcome> outcome(long id) {
        return log.read(prefix + "outcome")
                .map(value ->
                        RewindOutcome.decode(Framed.decode(OUTCOME_MAGIC, VERSION, value.bytes(), "rewind outcome")))
                .filter(outcome -> outcome.id() == id);
    }

    /** Keeps the times of a line of history that is left, ascending: as of the line that goes on, they did not happen. The oldest are left out if there are too many. */
    public void keepTimes(int timeline, List<Time> times) {
        List<Time> kept = times.subList(Math.max(0, times.size() - MOST_TIMES), times.size());
        Encoder out = new Encoder(16 * kept.size() + 16).putInt(kept.size());
        kept.forEach(time -> out.putLong(time.millis()).putLong(time.lsn()));
        put("times/" + timeline, Framed.encode(TIMES_MAGIC, VERSION, out));
    }

    /** The times of a line that was left. */
    public List<Time> times(int timeline) {
        return log.read(prefix + "times/" + timeline)
                .map(value -> {
                    Decoder in = Framed.decode(TIMES_MAGIC, VERSION, value.bytes(), "times of a line of history");
                    return in.getList(2 * Long.BYTES, each -> new Time(each.getLong(), each.getLong()));
                })
                .orElseGet(ArrayList::new);
    }

    private void put(String key, byte[] value) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long version = log.read(prefix + key).map(MetadataValue::version).orElse(0L);
            if (log.compareAndSet(prefix + key, version, value)) {
                return;
            }
        }
        throw new OperationException("others change " + prefix + key + " at the same time; try again", true);
    }
}
