package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.ReadRefused.Reason;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/** Encodes and decodes {@link StorageMessage}s. The order of fields on the wire is that of the records' components. */
public final class StorageMessages {
    private static final int PROGRESS_BYTES = 20;
    private static final int REPAIR_BYTES = 28;
    private static final int LOAD_BYTES = 28;
    private static final int MORE = 1;
    private static final int COLLECTED = 2;

    private StorageMessages() {}

    /** The message as bytes, ready to send. */
    public static ByteBuffer encode(StorageMessage message) {
        if (message instanceof Batch batch) {
            return batch.bytes();
        }
        Encoder out = new Encoder(message instanceof StreamMessage stream ? StreamMessages.expectedBytes(stream) : 128);
        for (int word = 0; word < MessageHeader.BYTES / Long.BYTES; word++) {
            out.putLong(0);
        }
        MessageType type = switch (message) {
            case Batch _ -> throw new IllegalStateException("a batch is its own encoding");
            case Acknowledgement m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putLong(m.nonce());
                progress(out, m.segments());
                yield MessageType.ACKNOWLEDGEMENT;
            }
            case Heartbeat m -> {
                volume(out, m.volume());
                epoch(out, m.epoch())
                        .putInt(m.timeline())
                        .putLong(m.nonce())
                        .putLong(m.vdl())
                        .putLong(m.lowestReadLsn());
                out.putInt(m.groupTails().size());
                m.groupTails().forEach(out::putLong);
                yield MessageType.HEARTBEAT;
            }
            case Rejection m -> {
                out.putBytes(m.newest().encode());
                yield MessageType.REJECTION;
            }
            case Fence m -> {
                out.putBytes(m.metadata().encode());
                yield MessageType.FENCE;
            }
            case Fenced m -> {
                volume(out, m.volume()).putInt(m.segments().size());
                m.segments().forEach(segment -> content(out, segment));
                yield MessageType.FENCED;
            }
            case Install m -> {
                out.putBytes(m.metadata().encode());
                yield MessageType.INSTALL;
            }
            case Installed m -> {
                volume(out, m.volume()).putLong(m.revision());
                progress(out, m.segments());
                yield MessageType.INSTALLED;
            }
            case FetchLog m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putInt(m.group()).putInt(m.timeline());
                out.putLong(m.after()).putLong(m.upTo()).putInt(m.maxBytes());
                yield MessageType.FETCH_LOG;
            }
            case FetchedLog m -> {
                volume(out, m.volume())
                        .putInt(m.group())
                        .putByte((m.more() ? MORE : 0) | (m.collected() ? COLLECTED : 0))
                        .putLong(m.nothingUpTo())
                        .putInt(m.batches().size());
                for (Batch batch : m.batches()) {
                    out.putInt(batch.length()).putBytes(batch.bytes());
                }
                yield MessageType.FETCHED_LOG;
            }
            case ReadPage m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putInt(m.timeline());
                out.putLong(m.pageNumber()).putLong(m.readLsn()).putLong(m.requiredGroupLsn());
                yield MessageType.READ_PAGE;
            }
            case PageImage m -> {
                volume(out, m.volume()).putLong(m.pageNumber()).putBytes(m.image());
                yield MessageType.PAGE_IMAGE;
            }
            case ReadRefused m -> {
                volume(out, m.volume()).putByte(m.reason().code()).putLong(m.scl());
                yield MessageType.READ_REFUSED;
            }
            case Gossip m -> {
                volume(out, m.volume()).putLong(m.revision()).putLong(m.vdl());
                progress(out, m.segments());
                yield MessageType.GOSSIP;
            }
            case StatusRequest m -> {
                volume(out, m.volume());
                yield MessageType.STATUS_REQUEST;
            }
            case NodeStatus m -> {
                volume(out, m.volume()).putByte(m.serving() ? 1 : 0).putString(m.state());
                progress(out, m.segments());
                out.putLong(m.journalBytes()).putLong(m.layerBytes()).putLong(m.backlogBytes());
                repairs(out, m.repairs());
                scrub(out, m.scrub());
                load(out, m.load());
                reads(out, m.reads());
                yield MessageType.NODE_STATUS;
            }
            case PreparePages m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putInt(m.group()).putInt(m.timeline());
                yield MessageType.PREPARE_PAGES;
            }
            case PagesPrepared m -> {
                volume(out, m.volume()).putInt(m.group()).putInt(m.membershipEpoch());
                out.putLong(m.scl()).putLong(m.lowest()).putLong(m.highest()).putLong(m.logFloor());
                out.putLong(m.bytes()).putInt(m.cuts().size());
                m.cuts().forEach(out::putLong);
                yield MessageType.PAGES_PREPARED;
            }
            case FetchPages m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putInt(m.group()).putInt(m.timeline()).putLong(m.base());
                out.putLong(m.fromPage())
                        .putLong(m.fromLsn())
                        .putLong(m.toPage())
                        .putInt(m.maxBytes());
                yield MessageType.FETCH_PAGES;
            }
            case FetchedPages m -> {
                volume(out, m.volume()).putInt(m.group()).putLong(m.collectionFloor());
                out.putLong(m.nextPage()).putLong(m.nextLsn());
                PageHistories.put(out, m.pages());
                yield MessageType.FETCHED_PAGES;
            }
            case Settle m -> {
                volume(out, m.volume());
                epoch(out, m.epoch())
                        .putInt(m.timeline())
                        .putLong(m.vdl())
                        .putInt(m.groupTails().size());
                m.groupTails().forEach(out::putLong);
                yield MessageType.SETTLE;
            }
            case Settled m -> {
                volume(out, m.volume());
                progress(out, m.segments());
                yield MessageType.SETTLED;
            }
            case ChecksumPages m -> {
                volume(out, m.volume());
                epoch(out, m.epoch()).putInt(m.group()).putInt(m.timeline()).putLong(m.lsn());
                out.putLong(m.fromPage()).putLong(m.toPage());
                yield MessageType.CHECKSUM_PAGES;
            }
            case PageChecksums m -> {
                volume(out, m.volume()).putInt(m.group()).putLong(m.nextPage());
                out.putInt(m.pages().size());
                m.pages().forEach(each -> out.putLong(each.page()).putInt(each.checksum()));
                yield MessageType.PAGE_CHECKSUMS;
            }
            case CompareAgain m -> {
                volume(out, m.volume()).putInt(m.group()).putLong(m.page());
                yield MessageType.COMPARE_AGAIN;
            }
            case StreamMessage m -> StreamMessages.put(out, m);
        };
        ByteBuffer bytes = out.finish();
        MessageHeader.put(bytes, type);
        return bytes;
    }

    /**
     * The message between position and limit of {@code source}, which is not consumed. A batch, a page image and streamed log share their bytes.
     *
     * @throws MalformedException if they are anything but one well-formed message
     */
    public static StorageMessage decode(ByteBuffer source) {
        ByteBuffer bytes = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        MessageType type = MessageHeader.check(bytes);
        if (type == MessageType.BATCH) {
            return Batch.decode(bytes);
        }
        ByteBuffer body = bytes.slice(MessageHeader.BYTES, bytes.limit() - MessageHeader.BYTES);
        Decoder in = new Decoder(body, "message " + type);
        try {
            StorageMessage message = decodeBody(type, in);
            in.end();
            return message;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("message " + type + ": " + e.getMessage(), e);
        }
    }

    private static StorageMessage decodeBody(MessageType type, Decoder in) {
        return switch (type) {
            case BATCH -> throw new MalformedException("a batch is decoded by itself");
            case ACKNOWLEDGEMENT -> {
                VolumeId volume = volume(in);
                yield new Acknowledgement(volume, epoch(in), in.getLong(), progress(in, volume));
            }
            case HEARTBEAT ->
                new Heartbeat(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getList(Long.BYTES, Decoder::getPositiveLong));
            case REJECTION -> new Rejection(metadata(in));
            case FENCE -> new Fence(metadata(in));
            case FENCED -> new Fenced(volume(in), in.getList(40, StorageMessages::content));
            case INSTALL -> new Install(metadata(in));
            case INSTALLED -> {
                VolumeId volume = volume(in);
                yield new Installed(volume, in.getLong(), progress(in, volume));
            }
            case FETCH_LOG ->
                new FetchLog(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getInt());
            case FETCHED_LOG -> fetchedLog(in);
            case READ_PAGE ->
                new ReadPage(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong());
            case PAGE_IMAGE -> pageImage(in);
            case READ_REFUSED -> new ReadRefused(volume(in), reason(in.getByte()), in.getPositiveLong());
            case GOSSIP -> {
                VolumeId volume = volume(in);
                yield new Gossip(volume, in.getLong(), in.getPositiveLong(), progress(in, volume));
            }
            case STATUS_REQUEST -> new StatusRequest(volume(in));
            case NODE_STATUS -> {
                VolumeId volume = volume(in);
                yield new NodeStatus(
                        volume,
                        in.getByte() != 0,
                        in.getString(),
                        progress(in, volume),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        repairs(in, volume),
                        scrub(in),
                        load(in),
                        reads(in));
            }
            case SETTLE ->
                new Settle(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getList(Long.BYTES, Decoder::getPositiveLong));
            case SETTLED -> {
                VolumeId volume = volume(in);
                yield new Settled(volume, progress(in, volume));
            }
            case CHECKSUM_PAGES ->
                new ChecksumPages(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong());
            case PAGE_CHECKSUMS ->
                new PageChecksums(
                        volume(in),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getList(12, each -> new PageChecksums.Sum(each.getPositiveLong(), each.getInt())));
            case COMPARE_AGAIN -> new CompareAgain(volume(in), in.getInt(), in.getPositiveLong());
            case PREPARE_PAGES -> new PreparePages(volume(in), epoch(in), in.getInt(), in.getInt());
            case PAGES_PREPARED ->
                new PagesPrepared(
                        volume(in),
                        in.getInt(),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getList(Long.BYTES, Decoder::getPositiveLong));
            case FETCH_PAGES ->
                new FetchPages(
                        volume(in),
                        epoch(in),
                        in.getInt(),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getInt());
            case FETCHED_PAGES ->
                new FetchedPages(
                        volume(in),
                        in.getInt(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        in.getPositiveLong(),
                        PageHistories.get(in));
            case FOLLOW, WELCOME, STREAMED_LOG, WRITER_REPORT, READER_REPORT, NEW_METADATA, FAREWELL, QUESTION, REPLY ->
                StreamMessages.get(type, in);
        };
    }

    private static FetchedLog fetchedLog(Decoder in) {
        VolumeId volume = volume(in);
        int group = in.getInt();
        int flags = in.getByte();
        if ((flags & ~(MORE | COLLECTED)) != 0) {
            throw new MalformedException("fetched log with unknown flags " + flags);
        }
        long nothingUpTo = in.getPositiveLong();
        int count = in.getCount(Batch.FIXED_BYTES);
        List<Batch> batches = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            batches.add(Batch.decode(in.getBytes(in.getCount(1))));
        }
        return new FetchedLog(volume, group, batches, (flags & MORE) != 0, (flags & COLLECTED) != 0, nothingUpTo);
    }

    private static PageImage pageImage(Decoder in) {
        VolumeId volume = volume(in);
        long pageNumber = in.getPositiveLong();
        int length = in.remaining();
        if (length != 0 && length != Page.BYTES) {
            throw new MalformedException("page image of " + length + " bytes");
        }
        return new PageImage(volume, pageNumber, in.getBytes(length));
    }

    private static Encoder volume(Encoder out, VolumeId volume) {
        return out.putLong(volume.value());
    }

    private static VolumeId volume(Decoder in) {
        return new VolumeId(in.getLong());
    }

    private static Encoder epoch(Encoder out, VolumeEpoch epoch) {
        return out.putLong(epoch.number()).putLong(epoch.owner());
    }

    private static VolumeEpoch epoch(Decoder in) {
        return new VolumeEpoch(in.getLong(), in.getLong());
    }

    private static VolumeMetadata metadata(Decoder in) {
        return VolumeMetadata.decode(in.getBytes(in.remaining()));
    }

    private static void progress(Encoder out, List<SegmentProgress> segments) {
        out.putInt(segments.size());
        for (SegmentProgress segment : segments) {
            out.putInt(segment.group())
                    .putInt(segment.membershipEpoch())
                    .putInt(segment.timeline())
                    .putLong(segment.scl());
        }
    }

    private static List<SegmentProgress> progress(Decoder in, VolumeId volume) {
        return in.getList(
                PROGRESS_BYTES,
                each -> new SegmentProgress(volume, each.getInt(), each.getInt(), each.getInt(), each.getLong()));
    }

    private static void repairs(Encoder out, List<SegmentRepair> repairs) {
        out.putInt(repairs.size());
        for (SegmentRepair repair : repairs) {
            out.putInt(repair.group())
                    .putString(repair.reason())
                    .putLong(repair.copiedBytes())
                    .putLong(repair.totalBytes())
                    .putInt(repair.forgotUnder());
        }
    }

    private static void scrub(Encoder out, ScrubProgress scrub) {
        out.putLong(scrub.completedMillis()).putLong(scrub.doneBytes()).putLong(scrub.totalBytes());
        out.putLong(scrub.damaged()).putLong(scrub.mended()).putInt(scrub.differingPages());
    }

    private static ScrubProgress scrub(Decoder in) {
        return new ScrubProgress(
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getInt());
    }

    private static void load(Encoder out, NodeLoad load) {
        out.putInt(load.segments()).putLong(load.usableBytes()).putLong(load.logBytes());
        out.putLong(load.reads()).putInt(load.ofVolume().size());
        for (SegmentLoad each : load.ofVolume()) {
            out.putInt(each.group()).putLong(each.layerBytes()).putLong(each.logBytes());
            out.putLong(each.reads());
        }
    }

    private static NodeLoad load(Decoder in) {
        return new NodeLoad(
                in.getInt(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getList(
                        LOAD_BYTES,
                        each -> new SegmentLoad(
                                each.getInt(),
                                each.getPositiveLong(),
                                each.getPositiveLong(),
                                each.getPositiveLong())));
    }

    private static void reads(Encoder out, ReadWork reads) {
        out.putLong(reads.served()).putLong(reads.records()).putLong(reads.beyond());
        out.putLong(reads.mostRecords()).putLong(reads.mostBytes());
    }

    private static ReadWork reads(Decoder in) {
        return new ReadWork(
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong());
    }

    private static List<SegmentRepair> repairs(Decoder in, VolumeId volume) {
        return in.getList(
                REPAIR_BYTES,
                each -> new SegmentRepair(
                        volume, each.getInt(), each.getString(), each.getLong(), each.getLong(), each.getInt()));
    }

    private static void content(Encoder out, SegmentContent segment) {
        out.putInt(segment.group())
                .putLong(segment.scl())
                .putLong(segment.highestVdl())
                .putInt(segment.ranges().size());
        for (LogRange range : segment.ranges()) {
            out.putLong(range.start()).putLong(range.end()).putLong(range.lastConsistencyPoint());
        }
        out.putLong(segment.groupTail()).putLong(segment.floor());
    }

    private static SegmentContent content(Decoder in) {
        return new SegmentContent(
                in.getInt(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getList(24, each -> new LogRange(each.getLong(), each.getLong(), each.getLong())),
                in.getPositiveLong(),
                in.getPositiveLong());
    }

    private static Reason reason(int code) {
        return Reason.of(code)
                .orElseThrow(() -> new MalformedException("unknown reason " + code + " for a refused read"));
    }
}
