package org.borealisdb.volume.history;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;

/**
 * What became of a {@link RewindRequest}.
 *
 * @param id           of the request
 * @param problem      why it was refused, in words; empty if it was done
 * @param landedMillis time of the point that was landed at, in milliseconds since 1970
 * @param landedLsn    that point
 * @param leftMillis   when it was left
 * @param leftLsn      VDL then
 * @param logBytes     log between the two points
 * @param pauseMicros  how long the database answered nobody
 */
public record RewindOutcome(
        long id,
        String problem,
        long landedMillis,
        long landedLsn,
        long leftMillis,
        long leftLsn,
        long logBytes,
        long pauseMicros) {
    /** It was refused. */
    public static RewindOutcome refused(long id, String problem) {
        return new RewindOutcome(id, problem, 0, 0, 0, 0, 0, 0);
    }

    public boolean done() {
        return problem.isEmpty();
    }

    void encode(Encoder out) {
        out.putLong(id).putString(problem).putLong(landedMillis).putLong(landedLsn);
        out.putLong(leftMillis).putLong(leftLsn).putLong(logBytes).putLong(pauseMicros);
    }

    static RewindOutcome decode(Decoder in) {
        return new RewindOutcome(
                in.getLong(),
                in.getString(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
