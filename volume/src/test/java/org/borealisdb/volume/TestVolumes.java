package org.borealisdb.volume;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;

/** What the tests of this module share: six nodes in three zones, small volumes, and records. */
public final class TestVolumes {
    public static final VolumeId VOLUME = new VolumeId(7);
    public static final Geometry GEOMETRY = new Geometry(10);
    public static final long LIMIT = 64 << 10;

    private TestVolumes() {}

    public static Address node(int index) {
        return new Address("node" + index);
    }

    public static List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < Membership.COPIES; index++) {
            members.add(new Member(node(index), "zone" + index / 2));
        }
        return members;
    }

    public static VolumeMetadata metadata(int groups) {
        List<Membership> memberships = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            memberships.add(Membership.initial(members()));
        }
        return new VolumeMetadata(
                VOLUME, 1, GEOMETRY, new VolumeEpoch(1, 99), LIMIT, TimelineTree.INITIAL, memberships);
    }

    /** A mini-transaction that initialises the given pages, each with its own number and {@code value} in its body. */
    public static RecordWriter initialise(long value, long... pages) {
        RecordWriter writer = new RecordWriter(1 << 16);
        MemorySegment body = MemorySegment.ofArray(new byte[16]);
        for (long page : pages) {
            body.set(Page.LONG, 0, page);
            body.set(Page.LONG, 8, value);
            writer.begin(page, 0, RedoRecord.INIT);
            writer.set(Page.NUMBER_OFFSET, body, 0, 8);
            writer.set(Page.HEADER_BYTES, body, 8, 8);
            writer.end();
        }
        writer.finish();
        return writer;
    }
}
