package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;

/** The bodies of {@link StreamMessage}s. Metadata, log and content come last and take the rest; everything else is in the order of the records' components. */
final class StreamMessages {
    /** A group, an SCL, and a name of at least one letter with its length. */
    private static final int LAGGING_BYTES = 17;

    private StreamMessages() {}

    /** Writes the body of {@code message}, and answers its type. */
    static MessageType put(Encoder out, StreamMessage message) {
        out.putLong(message.volume().value());
        return switch (message) {
            case Follow m -> {
                out.putLong(m.joining()).putString(m.reader());
                yield MessageType.FOLLOW;
            }
            case Welcome m -> {
                out.putLong(m.joining()).putLong(m.vdl()).putLong(m.historyStart());
                out.putInt(m.groupTails().size());
                m.groupTails().forEach(out::putLong);
                out.putBytes(m.metadata().encode());
                yield MessageType.WELCOME;
            }
            case StreamedLog m -> {
                epoch(out, m.epoch()).putInt(m.timeline()).putLong(m.startLsn());
                out.putLong(m.vdl()).putLong(m.publishedMicros()).putBytes(m.log());
                yield MessageType.STREAMED_LOG;
            }
            case WriterReport m -> {
                epoch(out, m.epoch()).putInt(m.timeline()).putLong(m.joining()).putLong(m.answers());
                out.putByte(m.leased() ? 1 : 0).putLong(m.vdl()).putLong(m.publishedMicros());
                out.putLong(m.heldNanos()).putLong(m.sentMicros()).putLong(m.sentLsn());
                out.putLong(m.historyStart())
                        .putLong(m.revision())
                        .putInt(m.lagging().size());
                for (LaggingSegment each : m.lagging()) {
                    out.putInt(each.group()).putString(each.node().name()).putLong(each.scl());
                }
                yield MessageType.WRITER_REPORT;
            }
            case ReaderReport m -> {
                out.putLong(m.joining()).putLong(m.askedNanos()).putLong(m.appliedLsn());
                out.putLong(m.receivedLsn()).putLong(m.lowestReadLsn()).putLong(m.oldestView());
                out.putLong(m.lagMicros()).putLong(m.revision()).putByte(m.lacksLog() ? 1 : 0);
                out.putInt(m.load().sessions()).putInt(m.load().active());
                out.putInt(m.load().cpuPerMille());
                yield MessageType.READER_REPORT;
            }
            case NewMetadata m -> {
                out.putBytes(m.metadata().encode());
                yield MessageType.NEW_METADATA;
            }
            case Farewell m -> {
                out.putLong(m.joining()).putByte(m.reason().code()).putString(m.detail());
                yield MessageType.FAREWELL;
            }
            case Question m -> {
                out.putBytes(m.content());
                yield MessageType.QUESTION;
            }
            case Reply m -> {
                out.putBytes(m.content());
                yield MessageType.REPLY;
            }
        };
    }

    /** Bytes that {@code message} takes, about. */
    static int expectedBytes(StreamMessage message) {
        return switch (message) {
            case StreamedLog log -> 96 + log.log().remaining();
            case Question question -> 32 + question.content().remaining();
            case Reply reply -> 32 + reply.content().remaining();
            case Follow _, Welcome _, WriterReport _, ReaderReport _, NewMetadata _, Farewell _ -> 128;
        };
    }

    /** Reads the body of a message of {@code type}. */
    static StreamMessage get(MessageType type, Decoder in) {
        VolumeId volume = new VolumeId(in.getLong());
        return switch (type) {
            case FOLLOW -> new Follow(volume, in.getLong(), in.getString());
            case WELCOME -> {
                long joining = in.getLong();
                long vdl = in.getPositiveLong();
                long historyStart = in.getPositiveLong();
                List<Long> tails = in.getList(Long.BYTES, Decoder::getPositiveLong);
                yield new Welcome(joining, metadata(volume, in), vdl, tails, historyStart);
            }
            case STREAMED_LOG ->
                new StreamedLog(
                        volume,
                        epoch(in),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getLong(),
                        in.getBytes(in.remaining()));
            case WRITER_REPORT ->
                new WriterReport(
                        volume,
                        epoch(in),
                        in.getInt(),
                        in.getLong(),
                        in.getLong(),
                        in.getByte() != 0,
                        in.getPositiveLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getList(
                                LAGGING_BYTES,
                                each -> new LaggingSegment(
                                        each.getInt(), new Address(each.getString()), each.getPositiveLong())));
            case READER_REPORT ->
                new ReaderReport(
                        volume,
                        in.getLong(),
                        in.getLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getByte() != 0,
                        new ReaderLoad(in.getInt(), in.getInt(), in.getInt()));
            case NEW_METADATA -> new NewMetadata(metadata(volume, in));
            case FAREWELL -> new Farewell(volume, in.getLong(), reason(in.getByte()), in.getString());
            case QUESTION -> new Question(volume, content(in));
            case REPLY -> new Reply(volume, content(in));
            default -> throw new MalformedException("message " + type + " is not of the stream");
        };
    }

    private static ByteBuffer content(Decoder in) {
        if (in.remaining() > Question.MOST_BYTES) {
            throw new MalformedException(in.remaining() + " bytes between reader and writer");
        }
        return in.getBytes(in.remaining());
    }

    private static Encoder epoch(Encoder out, VolumeEpoch epoch) {
        return out.putLong(epoch.number()).putLong(epoch.owner());
    }

    private static VolumeEpoch epoch(Decoder in) {
        return new VolumeEpoch(in.getLong(), in.getLong());
    }

    private static VolumeMetadata metadata(VolumeId volume, Decoder in) {
        VolumeMetadata metadata = VolumeMetadata.decode(in.getBytes(in.remaining()));
        if (!metadata.id().equals(volume)) {
            throw new MalformedException("metadata of " + metadata.id() + " in a message about " + volume);
        }
        return metadata;
    }

    private static Farewell.Reason reason(int code) {
        return Farewell.Reason.of(code)
                .orElseThrow(() -> new MalformedException("unknown reason " + code + " of a farewell"));
    }
}
