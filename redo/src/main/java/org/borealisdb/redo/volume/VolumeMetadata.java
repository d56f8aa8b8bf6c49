package org.borealisdb.redo.volume;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;

/**
 * Everything about a volume that must be decided once: decided by compare-and-set in the metadata log, then distributed to storage
 * nodes, which keep the newest they saw.
 *
 * <p>Bytes: magic {@code BRVM}, u16 version 5, u16 0, u32 length, u32 CRC32C of what follows; then id, revision, pagesPerGroup,
 * epoch, allocation limit, u8 mix of segments (0: six full, 1: three full and three tails), timelines, groups, u8 deleted, u8 1 if an origin follows: source, u32 timeline, LSN; then data keys: u64 high and u64 low half of the
 * id, string master key, string wrapped key. A group is u32 epoch, u8 voters, u8 voters to come or 0, and its slots: of each u8 1 or 2, and so many members; u8 3: 2, of which the first moves.
 *
 * @param id              the volume
 * @param revision        counts decisions; of two versions, the one with the higher revision is newer
 * @param geometry        page space
 * @param epoch           who may write
 * @param allocationLimit LAL: how many bytes the log may run ahead of VDL
 * @param timelines       history
 * @param groups          memberships by group index; its size is the number of groups
 * @param origin          the volume that it was branched off, if it did not begin empty
 * @param deleted         true if no node is to hold anything of it any more
 * @param keys            data keys, wrapped: the last one seals what is written, the others open what was written before; none if the volume is not encrypted
 */
public record VolumeMetadata(
        VolumeId id,
        long revision,
        Geometry geometry,
        VolumeEpoch epoch,
        long allocationLimit,
        TimelineTree timelines,
        List<Membership> groups,
        Optional<VolumeOrigin> origin,
        boolean deleted,
        List<WrappedKey> keys) {
    /** Default of {@link #allocationLimit}: 128 MiB. */
    public static final long STANDARD_ALLOCATION_LIMIT = 128L << 20;

    private static final int MAGIC = 0x4D565242;
    private static final int VERSION = 5;
    /** Knew of no tails: all segments were full. Still read. */
    private static final int WITHOUT_TAILS = 4;
    /** In place of the number of candidates. */
    private static final int MOVING = 3;
    /** Knew of no voters: all slots counted; and of no moves. Still read. */
    private static final int WITHOUT_VOTERS = 3;
    /** Knew of no rewinds, no origins, no deletion and no encryption. Still read. */
    private static final int WITHOUT_ORIGIN = 2;
    /** Knew of no replacements either, so that a membership was its six members. Still read. */
    private static final int FIRST_VERSION = 1;

    private static final int CHECKED_FROM = 16;

    /** Most {@link #keys}: a volume has one of its own and those of the volumes that it was branched off. */
    public static final int MOST_KEYS = 64;

    public VolumeMetadata {
        groups = List.copyOf(groups);
        keys = List.copyOf(keys);
        if (keys.size() > MOST_KEYS
                || keys.stream().map(WrappedKey::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException(
                    "metadata of " + id + " have too many data keys, or one twice: " + keys.size());
        }
        if (revision < 1 || allocationLimit < 1 || groups.isEmpty() || groups.size() > Geometry.MAX_GROUPS) {
            throw new IllegalArgumentException("metadata of " + id + " is out of range: revision " + revision
                    + ", allocation limit " + allocationLimit + ", " + groups.size() + " groups");
        }
        if (groups.stream().map(Membership::mix).distinct().count() > 1) {
            throw new IllegalArgumentException("groups of " + id + " differ in what their segments are");
        }
    }

    /** What the segments of each group are. */
    public SegmentMix mix() {
        return groups.getFirst().mix();
    }

    /** One that began empty and is not encrypted. */
    public VolumeMetadata(
            VolumeId id,
            long revision,
            Geometry geometry,
            VolumeEpoch epoch,
            long allocationLimit,
            TimelineTree timelines,
            List<Membership> groups) {
        this(id, revision, geometry, epoch, allocationLimit, timelines, groups, List.of());
    }

    /** One that began empty. */
    public VolumeMetadata(
            VolumeId id,
            long revision,
            Geometry geometry,
            VolumeEpoch epoch,
            long allocationLimit,
            TimelineTree timelines,
            List<Membership> groups,
            List<WrappedKey> keys) {
        this(id, revision, geometry, epoch, allocationLimit, timelines, groups, Optional.empty(), false, keys);
    }

    /**
     * The first revision of a new volume that begins with this one's history up to where {@code line} branches off. Its segments are on the same nodes. It keeps the data keys of this one, for
     * what it shares; so it is encrypted if this one is.
     *
     * @param line  the next timeline of this volume's tree; in the new one's it is the current one
     * @param owner makes this creation's record unlike any other's
     * @param added data keys of its own: the last one seals what it writes. None: it goes on with this one's
     */
    public VolumeMetadata branched(VolumeId branch, Timeline line, long owner, List<WrappedKey> added) {
        List<Membership> same = groups.stream().map(Membership::branched).toList();
        List<WrappedKey> all = new ArrayList<>(keys);
        all.addAll(added);
        return new VolumeMetadata(
                branch,
                1,
                geometry,
                new VolumeEpoch(0, owner),
                allocationLimit,
                timelines.with(line),
                same,
                Optional.of(new VolumeOrigin(id, line.id() - 1, line.branchLsn())),
                false,
                all);
    }

    /** True if {@code node} is to hold a segment of {@code group}. */
    public boolean places(int group, Address node) {
        return !deleted && group < groups.size() && groups.get(group).contains(node);
    }

    /** True if {@code node} is to hold a segment of {@code group} that has no pages. */
    public boolean placesTail(int group, Address node) {
        return places(group, node) && !groups.get(group).full(node);
    }

    public boolean newerThan(VolumeMetadata other) {
        return revision > other.revision;
    }

    public Membership group(int index) {
        if (index < 0 || index >= groups.size()) {
            throw new IllegalArgumentException(id + " has no group " + index);
        }
        return groups.get(index);
    }

    /** The next revision, owned by {@code next}. */
    public VolumeMetadata withEpoch(VolumeEpoch next) {
        return next(next, timelines, groups, deleted, keys);
    }

    /** The next revision, with {@code next} as current timeline. */
    public VolumeMetadata withTimeline(Timeline next) {
        return next(epoch, timelines.with(next), groups, deleted, keys);
    }

    /** The next revision, with further groups. */
    public VolumeMetadata withGroups(List<Membership> added) {
        List<Membership> more = new ArrayList<>(groups);
        more.addAll(added);
        return next(epoch, timelines, more, deleted, keys);
    }

    /** The next revision, with other memberships of the same groups. */
    public VolumeMetadata withMemberships(List<Membership> next) {
        if (next.size() != groups.size()) {
            throw new IllegalArgumentException(next.size() + " memberships for " + groups.size() + " groups");
        }
        return next(epoch, timelines, next, deleted, keys);
    }

    /** The next revision, owned by {@code next}, of a volume that is to be forgotten: no node holds anything of it any more. */
    public VolumeMetadata withDeletion(VolumeEpoch next) {
        return next(next, timelines, groups, /* gone= */ true, keys);
    }

    /** The next revision, with the same data keys wrapped anew. They never become others: nodes seal with a key before they have stored metadata that name it. */
    public VolumeMetadata withKeysWrapped(List<WrappedKey> next) {
        if (!next.stream()
                .map(WrappedKey::id)
                .toList()
                .equals(keys.stream().map(WrappedKey::id).toList())) {
            throw new IllegalArgumentException(id + " has other data keys");
        }
        return next(epoch, timelines, groups, deleted, next);
    }

    /** True if what is written is sealed. */
    public boolean encrypted() {
        return !keys.isEmpty();
    }

    private VolumeMetadata next(
            VolumeEpoch owner,
            TimelineTree tree,
            List<Membership> memberships,
            boolean gone,
            List<WrappedKey> dataKeys) {
        return new VolumeMetadata(
                id, revision + 1, geometry, owner, allocationLimit, tree, memberships, origin, gone, dataKeys);
    }

    public byte[] encode() {
        Encoder out = new Encoder(256);
        out.putInt(MAGIC).putShort(VERSION).putShort(0).putInt(0).putInt(0);
        out.putLong(id.value()).putLong(revision).putInt(geometry.pagesPerGroup());
        out.putLong(epoch.number()).putLong(epoch.owner()).putLong(allocationLimit);
        out.putByte(mix().code());
        out.putInt(timelines.timelines().size());
        for (Timeline timeline : timelines.timelines()) {
            out.putInt(timeline.id())
                    .putInt(timeline.parent())
                    .putLong(timeline.branchLsn())
                    .putLong(timeline.firstLsn());
            out.putInt(timeline.groupTails().size());
            timeline.groupTails().forEach(out::putLong);
            out.putLong(timeline.leftLsn()).putInt(timeline.leftTails().size());
            timeline.leftTails().forEach(out::putLong);
        }
        out.putInt(groups.size());
        for (Membership group : groups) {
            out.putInt(group.epoch()).putByte(group.voters().places());
            out.putByte(group.next().map(Voters::places).orElse(0));
            out.putInt(group.slots().size());
            for (Slot slot : group.slots()) {
                List<Member> candidates = slot.candidates();
                out.putByte(slot.moving() ? MOVING : candidates.size());
                for (Member member : candidates) {
                    out.putString(member.node().name()).putString(member.zone());
                }
            }
        }
        out.putByte(deleted ? 1 : 0).putByte(origin.isPresent() ? 1 : 0);
        origin.ifPresent(from ->
                out.putLong(from.source().value()).putInt(from.timeline()).putLong(from.lsn()));
        out.putInt(keys.size());
        for (WrappedKey key : keys) {
            out.putLong(key.id().high()).putLong(key.id().low());
            out.putString(key.masterKey()).putString(key.wrapped());
        }
        out.setInt(8, out.length());
        out.setInt(12, Checksum.of(out.array(), CHECKED_FROM, out.length() - CHECKED_FROM));
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        return bytes;
    }

    /**
     * Reads an encoded value.
     *
     * @throws MalformedException if the bytes are anything but one whole encoded value
     */
    public static VolumeMetadata decode(ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "volume metadata");
        int length = bytes.remaining();
        int magic = in.getInt();
        int version = in.getShort();
        if (magic != MAGIC
                || version < FIRST_VERSION
                || version > VERSION
                || in.getShort() != 0
                || in.getInt() != length) {
            throw new MalformedException("volume metadata: wrong magic, version or length");
        }
        if (in.getInt() != Checksum.of(bytes, bytes.position() + CHECKED_FROM, length - CHECKED_FROM)) {
            throw new MalformedException("volume metadata: checksum does not match");
        }
        try {
            VolumeId id = new VolumeId(in.getLong());
            long revision = in.getLong();
            Geometry geometry = new Geometry(in.getInt());
            VolumeEpoch epoch = new VolumeEpoch(in.getLong(), in.getLong());
            long allocationLimit = in.getLong();
            SegmentMix mix = version <= WITHOUT_TAILS ? SegmentMix.SIX_FULL : SegmentMix.of(in.getByte());
            List<Timeline> timelines = in.getList(
                    28,
                    each -> new Timeline(
                            each.getInt(),
                            each.getInt(),
                            each.getLong(),
                            each.getLong(),
                            each.getList(Long.BYTES, Decoder::getLong),
                            version <= WITHOUT_ORIGIN ? 0 : each.getLong(),
                            version <= WITHOUT_ORIGIN ? List.of() : each.getList(Long.BYTES, Decoder::getLong)));
            List<Membership> groups = in.getList(8, each -> group(each, version, mix));
            boolean deleted = version > WITHOUT_ORIGIN && in.getByte() != 0;
            Optional<VolumeOrigin> origin = version > WITHOUT_ORIGIN && in.getByte() != 0
                    ? Optional.of(new VolumeOrigin(new VolumeId(in.getLong()), in.getInt(), in.getLong()))
                    : Optional.empty();
            List<WrappedKey> keys =
                    version > WITHOUT_ORIGIN ? in.getList(DataKeyId.BYTES + 8, VolumeMetadata::key) : List.of();
            in.end();
            return new VolumeMetadata(
                    id,
                    revision,
                    geometry,
                    epoch,
                    allocationLimit,
                    new TimelineTree(timelines),
                    groups,
                    origin,
                    deleted,
                    keys);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("volume metadata: " + e.getMessage(), e);
        }
    }

    private static Membership group(Decoder in, int version, SegmentMix mix) {
        int epoch = in.getInt();
        Voters voters = version <= WITHOUT_VOTERS ? Voters.ALL : new Voters(in.getByte());
        int next = version <= WITHOUT_VOTERS ? 0 : in.getByte();
        return new Membership(
                epoch,
                in.getList(8, slot -> slot(slot, version)),
                voters,
                next == 0 ? Optional.empty() : Optional.of(new Voters(next)),
                mix);
    }

    private static Slot slot(Decoder in, int version) {
        int candidates = version == FIRST_VERSION ? 1 : in.getByte();
        if (candidates < 1 || candidates > (version <= WITHOUT_VOTERS ? 2 : MOVING)) {
            throw new MalformedException("volume metadata: a slot of " + candidates + " candidates");
        }
        Member current = member(in);
        return new Slot(current, candidates > 1 ? Optional.of(member(in)) : Optional.empty(), candidates == MOVING);
    }

    private static WrappedKey key(Decoder in) {
        return new WrappedKey(new DataKeyId(in.getLong(), in.getLong()), in.getString(), in.getString());
    }

    private static Member member(Decoder in) {
        return new Member(new Address(in.getString()), in.getString());
    }
}
