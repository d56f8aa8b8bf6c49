package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.CompositeType.Field;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.CivilCalendar;
import org.jspecify.annotations.Nullable;

/** The rows of Aurora's functions about the instances of a cluster, with its names of columns in its order. Belongs to one task. */
final class InstanceRows {
    /** What the writer has in the place of a session's UUID. */
    static final String WRITER = "MASTER_SESSION_ID";

    /** Of {@code aurora_replica_status()}. */
    static final CompositeType STATUS = type(Stream.of(
            text("server_id"),
            text("session_id"),
            whole("durable_lsn"),
            whole("highest_lsn_rcvd"),
            whole("current_read_lsn"),
            whole("cur_replay_latency_in_usec"),
            whole("active_txns"),
            new Field("is_current", BuiltInType.BOOL.type()),
            whole("last_transport_error"),
            time("last_error_timestamp"),
            time("last_update_timestamp"),
            whole("feedback_xmin"),
            whole("feedback_epoch"),
            real("replica_lag_in_msec"),
            real("log_stream_speed_in_kib_per_second"),
            whole("log_buffer_sequence_number"),
            whole("oldest_read_view_trx_id"),
            whole("oldest_read_view_lsn"),
            whole("pending_read_ios"),
            whole("read_ios"),
            whole("iops"),
            real("cpu")));

    /** Of {@code aurora_global_db_status()}. */
    static final CompositeType REGIONS = type(Stream.of(
            text("aws_region"),
            whole("highest_lsn_written"),
            real("durability_lag_in_msec"),
            real("rpo_lag_in_msec"),
            time("last_lag_calculation_time"),
            whole("feedback_epoch"),
            whole("feedback_xmin")));

    /** Of {@code aurora_global_db_instance_status()}. */
    static final CompositeType REGIONS_INSTANCES = type(Stream.of(
            text("server_id"),
            text("session_id"),
            text("aws_region"),
            whole("durable_lsn"),
            whole("highest_lsn_rcvd"),
            whole("feedback_epoch"),
            whole("feedback_xmin"),
            whole("oldest_read_view_lsn"),
            real("visibility_lag_in_msec")));

    private InstanceRows() {}

    private static CompositeType type(Stream<Field> fields) {
        return new CompositeType(fields.toList());
    }

    private static Field text(String name) {
        return new Field(name, BuiltInType.TEXT.type());
    }

    private static Field whole(String name) {
        return new Field(name, BuiltInType.INT8.type());
    }

    private static Field real(String name) {
        return new Field(name, BuiltInType.FLOAT8.type());
    }

    private static Field time(String name) {
        return new Field(name, BuiltInType.TIMESTAMPTZ.type());
    }

    /** The rows of {@code aurora_replica_status()}, in the order of the instances. */
    static List<BoxedRow> status(Optional<ClusterFacts> facts) {
        return facts.stream()
                .flatMap(cluster -> cluster.instances().stream().map(instance -> status(cluster, instance)))
                .toList();
    }

    private static BoxedRow status(ClusterFacts cluster, ClusterFacts.Instance instance) {
        ClusterFacts.Load load = instance.load();
        ClusterFacts.Follower follower = instance.follows().orElse(null);
        // Aurora says of the connected instance, whose row is never old, no time; drivers count on it.
        Long updated = instance.id().equals(cluster.own()) ? null : micros(instance.updatedMillis());
        return BoxedRow.of(
                instance.id(),
                follower == null ? WRITER : follower.session().toString(),
                instance.durableLsn(),
                follower == null ? null : follower.receivedLsn(),
                follower == null ? null : follower.readLsn(),
                follower == null ? null : follower.replayMicros(),
                boxed(load.transactions()),
                true,
                0L,
                null,
                updated,
                null,
                null,
                follower == null ? null : follower.lagMillis(),
                follower == null ? 0.0 : follower.kibibytesPerSecond(),
                follower == null ? 0L : follower.bufferSequence(),
                null,
                instance.oldestViewLsn(),
                boxed(load.pendingReads()),
                boxed(load.reads()),
                boxed(load.readsPerSecond()),
                boxed(load.cpuPercent()));
    }

    /** The time, in microseconds, of the newest commits that the session's instance shows, by its lag when it reported last; nothing of a writer, which shows all. */
    static @Nullable Long shownUntil(Optional<ClusterFacts> facts) {
        return facts.flatMap(cluster -> cluster.instances().stream()
                        .filter(instance -> instance.id().equals(cluster.own()))
                        .findFirst())
                .flatMap(own -> own.follows()
                        .map(follower -> micros(own.updatedMillis()) - Math.round(follower.lagMillis() * 1000)))
                .orElse(null);
    }

    private static Long micros(long millis) {
        return (millis - CivilCalendar.EPOCH_SECONDS * 1000) * 1000;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
