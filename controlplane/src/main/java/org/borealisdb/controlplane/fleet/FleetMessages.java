package org.borealisdb.controlplane.fleet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.HostPort;

/** Bytes of what instances and the control plane say to each other: {@link Framed}, magic {@code BRFB} for a {@link Beat} and {@code BRFV} for a {@link FleetView}, version 4. */
public final class FleetMessages {
    private static final int BEAT = 0x42465242;
    private static final int VIEW = 0x56465242;
    private static final int VERSION = 4;
    /** Fewest bytes of a member: its numbers, and the lengths of its texts. */
    private static final int LEAST_MEMBER_BYTES = 64;

    private FleetMessages() {}

    /** Whether what begins with this is what a node of the control plane is told here. */
    public static boolean isBeat(int magic) {
        return magic == BEAT;
    }

    /** The message as bytes. */
    public static ByteBuffer encode(Beat beat) {
        Encoder out = new Encoder(256);
        out.putLong(beat.incarnation()).putLong(beat.version());
        out.putByte(beat.report().isPresent() ? 1 : 0);
        beat.report().ifPresent(report -> encode(report, out));
        return ByteBuffer.wrap(Framed.encode(BEAT, VERSION, out));
    }

    /** The message as bytes. */
    public static ByteBuffer encode(FleetView view) {
        Encoder out = new Encoder(1024);
        out.putLong(view.incarnation()).putLong(view.version());
        out.putByte(view.writer().isPresent() ? 1 : 0);
        view.writer().ifPresent(record -> record.encode(out));
        out.putInt(view.members().size());
        for (FleetMember member : view.members()) {
            out.putByte(member.healthy() ? 1 : 0).putLong(member.silentMillis());
            encode(member.report(), out);
        }
        return ByteBuffer.wrap(Framed.encode(VIEW, VERSION, out));
    }

    private static void encode(InstanceReport report, Encoder out) {
        out.putString(report.name())
                .putString(report.zone())
                .putString(report.node().host())
                .putInt(report.node().port())
                .putString(report.clients().host())
                .putInt(report.clients().port())
                .putByte(report.role().code())
                .putByte(report.state().code())
                .putLong(report.term())
                .putByte(report.tier())
                .putLong(report.poolBytes())
                .putLong(report.lsn())
                .putString(report.follows())
                .putLong(report.heardMillis())
                .putLong(report.session())
                .putLong(report.lagMicros())
                .putInt(report.clientCount())
                .putLong(report.committed())
                .putString(report.trouble());
    }

    /**
     * Reads a beat.
     *
     * @throws MalformedException if it is none
     */
    public static Beat beat(ByteBuffer bytes) {
        Decoder in = Framed.decode(BEAT, VERSION, bytes, "beat");
        long incarnation = in.getLong();
        long version = in.getLong();
        Optional<InstanceReport> report = in.getByte() == 0 ? Optional.empty() : Optional.of(report(in));
        in.end();
        return new Beat(report, incarnation, version);
    }

    /**
     * Reads a view.
     *
     * @throws MalformedException if it is none
     */
    public static FleetView view(ByteBuffer bytes) {
        Decoder in = Framed.decode(VIEW, VERSION, bytes, "view of a fleet");
        long incarnation = in.getLong();
        long version = in.getLong();
        Optional<WriterRecord> writer = in.getByte() == 0 ? Optional.empty() : Optional.of(WriterRecord.decode(in));
        int count = in.getCount(LEAST_MEMBER_BYTES);
        List<FleetMember> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean healthy = in.getByte() != 0;
            long silentMillis = in.getPositiveLong();
            members.add(new FleetMember(report(in), healthy, silentMillis));
        }
        in.end();
        return new FleetView(incarnation, version, writer, members);
    }

    private static InstanceReport report(Decoder in) {
        try {
            return new InstanceReport(
                    in.getString(),
                    in.getString(),
                    new HostPort(in.getString(), in.getInt()),
                    new HostPort(in.getString(), in.getInt()),
                    one(FleetRole.values(), FleetRole::code, in.getByte(), "role"),
                    one(InstanceState.values(), InstanceState::code, in.getByte(), "state"),
                    in.getLong(),
                    in.getByte(),
                    in.getLong(),
                    in.getLong(),
                    in.getString(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    in.getLong(),
                    in.getString());
        } catch (IllegalArgumentException unfit) {
            throw new MalformedException("report of an instance: " + unfit.getMessage(), unfit);
        }
    }

    private static <T> T one(T[] values, ToIntFunction<T> codeOf, int code, String what) {
        for (T value : values) {
            if (codeOf.applyAsInt(value) == code) {
                return value;
            }
        }
        throw new MalformedException("report of an instance: unknown " + what + " " + code);
    }
}
