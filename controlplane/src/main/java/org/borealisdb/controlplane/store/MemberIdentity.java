package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.net.Address;

/**
 * Who a member is, in the file {@code identity} of its folder, which is replaced as a whole.
 *
 * <p><b>Why a member with a new disk does not vote.</b> Raft's promises are on disks: a member that comes back with an empty one could elect a leader that lacks what it had acknowledged. So each folder draws an incarnation, and a member begins to vote only
 * after all others have noted its incarnation durably, once and for all. Whoever comes with another incarnation later is refused by them, and therefore never begins; and messages that come with another incarnation than the noted one are dropped.
 *
 * <p><b>Why a readmitted one may vote.</b> Somebody has said that the old disk is lost. All others have noted the new incarnation, so that nothing counts any more that the old one says, and then said the highest term that they have seen, and how far their logs go. What
 * the old one had voted: only the others or itself can have sought its vote; those have noted the term before they did, so it is at most the highest of theirs, and a term that only the old one knew has no leader. The readmitted member begins in the term behind, as one that has voted there. What it had
 * acknowledged and is committed: a majority had it, so another has it, at an index within its log. Until the readmitted one knows all up to that index to be committed, it neither votes nor seeks votes. What it acknowledges meanwhile it has.
 *
 * @param incarnation drawn with the folder
 * @param learnUntil  while {@link Stage#LEARNING}: the index from which on it votes
 * @param noted       the incarnations of the others
 */
record MemberIdentity(
        MetadataGroup group,
        Address self,
        long incarnation,
        Stage stage,
        long learnUntil,
        SortedMap<Address, Long> noted) {
    static final String NAME = "identity";
    private static final String NEXT_NAME = "identity.next";

    static final int MAGIC = 0x494B5242;
    static final int VERSION = 1;
    private static final int MAX_BYTES = 4096;

    /** How far a member is on its way to vote. */
    enum Stage {
        /** Waits for all others to note it, in a group that begins. */
        FOUNDING(1),
        /** Waits for all others to note it, instead of an earlier one. */
        READMITTED(2),
        /** Takes part but in elections. */
        LEARNING(3),
        MEMBER(4);

        private final int code;

        Stage(int code) {
            this.code = code;
        }

        private static Stage of(int code) {
            for (Stage stage : values()) {
                if (stage.code == code) {
                    return stage;
                }
            }
            throw new MalformedException("identity of a member of a metadata log: stage " + code);
        }
    }

    MemberIdentity {
        noted = Collections.unmodifiableSortedMap(new TreeMap<>(noted));
    }

    MemberIdentity at(Stage next, long until) {
        return new MemberIdentity(group, self, incarnation, next, until, noted);
    }

    MemberIdentity noting(Address member, long its) {
        SortedMap<Address, Long> more = new TreeMap<>(noted);
        more.put(member, its);
        return new MemberIdentity(group, self, incarnation, stage, learnUntil, more);
    }

    /** True if it has begun: votes, or will again. */
    boolean begun() {
        return stage == Stage.LEARNING || stage == Stage.MEMBER;
    }

    /** Durable on return. */
    void write(FileStore files) {
        files.delete(NEXT_NAME);
        try (StoredFile file = files.create(NEXT_NAME, 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(encode()));
            file.sync();
        }
        files.replace(NEXT_NAME, NAME);
    }

    /** The identity in a folder; empty if there is none. */
    static Optional<MemberIdentity> read(FileStore files) {
        if (!files.exists(NAME)) {
            return Optional.empty();
        }
        try (StoredFile file = files.open(NAME, WriteMode.BUFFERED)) {
            if (file.size() > MAX_BYTES) {
                throw new MalformedException("identity of a member of a metadata log: " + file.size() + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return Optional.of(decode(bytes.flip()));
        }
    }

    byte[] encode() {
        Encoder out = new Encoder(256);
        out.putString(group.name()).putInt(group.members().size());
        group.members().forEach(member -> out.putString(member.name()));
        out.putString(self.name()).putLong(incarnation).putByte(stage.code).putLong(learnUntil);
        out.putInt(noted.size());
        noted.forEach((member, its) -> out.putString(member.name()).putLong(its));
        return Framed.encode(MAGIC, VERSION, out);
    }

    static MemberIdentity decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "identity of a member of a metadata log");
        String name = in.getString();
        List<Address> members = in.getList(5, each -> new Address(each.getString()));
        Address self = new Address(in.getString());
        long incarnation = in.getLong();
        Stage stage = Stage.of(in.getByte());
        long learnUntil = in.getPositiveLong();
        SortedMap<Address, Long> noted = new TreeMap<>();
        int count = in.getCount(13);
        for (int index = 0; index < count; index++) {
            noted.put(new Address(in.getString()), in.getLong());
        }
        in.end();
        return new MemberIdentity(new MetadataGroup(name, members), self, incarnation, stage, learnUntil, noted);
    }
}
