package org.borealisdb.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.SampleRedo;
import org.borealisdb.storage.segment.SegmentLimits;
import org.borealisdb.storage.segment.VolumeReplica;
import org.junit.jupiter.api.Test;

/** Which segments a node takes for new when it learns of them, and which for ones that it has forgotten (R22). */
class VolumesTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    /** Bytes of log that a segment may have in memory. */
    private static final int ROOM = 1 << 16;

    private static final String FILE = "volumes/7";

    private final SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 1_000_000_000L);
    private final SimulatedHost.LiveProcess process = world.host("host").start();
    private final MemoryFiles files = new MemoryFiles();
    private final List<String> abstaining = new ArrayList<>();

    private Volumes volumes(int node) {
        return new Volumes(
                member(node).node(),
                files,
                TestKeys.none(),
                process.tasks(),
                SegmentLimits.tiny(ROOM),
                abstaining::add);
    }

    private static Member member(int node) {
        return new Member(new Address("node" + node), "zone" + node % 3);
    }

    private static Membership members() {
        List<Member> members = new ArrayList<>();
        for (int node = 0; node < Membership.COPIES; node++) {
            members.add(member(node));
        }
        return Membership.initial(members);
    }

    private static VolumeMetadata created() {
        return new VolumeMetadata(
                VOLUME,
                1,
                new Geometry(1000),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(members()));
    }

    private static VolumeMetadata opened() {
        return created().withEpoch(new VolumeEpoch(1, 99));
    }

    private static VolumeMetadata replacing(VolumeMetadata metadata) {
        return metadata.withMemberships(List.of(metadata.group(0).replacing(2, member(6))));
    }

    private static VolumeMetadata settled(VolumeMetadata metadata) {
        return metadata.withMemberships(List.of(metadata.group(0).settled(2)));
    }

    /** The groups whose segments vote after {@code node} has learnt {@code each} in turn; so they do after a restart, and no others. */
    private List<Integer> voting(int node, VolumeMetadata... each) {
        List<Integer> voting = new ArrayList<>();
        world.run(() -> {
            Volumes first = volumes(node);
            for (VolumeMetadata metadata : each) {
                assertThat(first.learn(metadata)).isEqualTo(Volumes.Learning.LEARNT);
            }
            voting.addAll(voting(first));
            Volumes again = volumes(node);
            again.recover();
            assertThat(voting(again)).isEqualTo(voting);
        });
        world.checkNothingEscaped();
        return voting;
    }

    private static List<Integer> voting(Volumes volumes) {
        VolumeReplica replica = volumes.find(VOLUME).orElseThrow();
        return replica.reports().progress().stream().map(SegmentProgress::group).toList();
    }

    /** The metadata log was lost, and begun anew: by trying again and again to open the volume it gets to any revision. */
    @Test
    void metadataWithAnotherHistoryAreRefusedWhateverTheirRevision() {
        world.run(() -> {
            Volumes volumes = volumes(2);
            VolumeMetadata branched = opened().withTimeline(new Timeline(2, 1, 100, 1100, List.of(90L)));
            assertThat(volumes.learn(opened())).isEqualTo(Volumes.Learning.LEARNT);
            assertThat(volumes.learn(branched)).isEqualTo(Volumes.Learning.LEARNT);
            VolumeMetadata anew = created();
            while (!anew.newerThan(branched)) {
                anew = anew.withEpoch(new VolumeEpoch(anew.revision(), 5));
            }
            assertThat(volumes.learn(anew)).isEqualTo(Volumes.Learning.FOREIGN);
            Volumes again = volumes(2);
            again.recover();
            assertThat(again.find(VOLUME).orElseThrow().metadata()).isEqualTo(branched);
            assertThat(volumes.learn(branched.withEpoch(new VolumeEpoch(2, 7)))).isEqualTo(Volumes.Learning.LEARNT);
        });
    }

    @Test
    void batchesAreTakenUntilThereIsNoRoomForAnother() {
        world.run(() -> {
            Volumes volumes = volumes(2);
            assertThat(volumes.learn(created())).isEqualTo(Volumes.Learning.LEARNT);
            assertThat(volumes.learn(opened())).isEqualTo(Volumes.Learning.LEARNT);
            VolumeReplica replica = volumes.find(VOLUME).orElseThrow();
            SampleRedo redo = new SampleRedo();
            Random random = new Random(1);
            Address writer = new Address("writer");
            long taken = 0;
            long previous = 0;
            while (true) {
                long last = redo.record(previous, 3, 0, true, random);
                Batch batch = redo.batch(0, previous, 0, 0);
                Admission admission = replica.admit(batch, writer);
                if (admission != Admission.ACCEPTED) {
                    assertThat(admission).isEqualTo(Admission.FULL);
                    assertThat(taken + batch.length()).isGreaterThan(ROOM);
                    break;
                }
                taken += batch.length();
                assertThat(taken).isLessThanOrEqualTo(ROOM);
                assertThat(replica.apply(batch, 1)).isTrue();
                previous = last;
            }
        });
        world.checkNothingEscaped();
    }

    @Test
    void ofAVolumeThatNobodyOpenedAreNew() {
        assertThat(voting(2, created(), opened())).containsExactly(0);
        assertThat(abstaining).isEmpty();
    }

    @Test
    void ofAVolumeThatOthersKnowAreForgotten() {
        assertThat(voting(2, opened(), replacing(opened()))).isEmpty();
        assertThat(abstaining).isNotEmpty().allMatch(what -> what.contains("group 0 of volume 7 abstains"));
        assertThat(files.list("volume-7/group-0")).doesNotContain("manifest");
    }

    @Test
    void ofAReplacementAreNew() {
        assertThat(voting(6, replacing(opened()), settled(replacing(opened())))).containsExactly(0);
        assertThat(abstaining).isEmpty();
    }

    /** It may have been the replacement, and have lost its disk since. */
    @Test
    void ofWhoHasReplacedAnotherAreForgotten() {
        assertThat(voting(6, settled(replacing(opened())))).isEmpty();
    }

    /** Whoever knew the volume as somebody else's is not suspected: it was told of no place of its own. */
    @Test
    void ofWhoKnewThatItHadNoneAreNew() {
        assertThat(voting(6, opened(), settled(replacing(opened())))).containsExactly(0);
    }

    @Test
    void ofAGroupThatIsAddedAreNewIfTheVolumeWasKnown() {
        VolumeMetadata grown = opened().withGroups(List.of(members()));
        assertThat(voting(2, created(), opened(), grown)).containsExactly(0, 1);
        assertThat(abstaining).isEmpty();
    }

    @Test
    void ofAnAddedGroupAreForgottenIfTheVolumeWasNot() {
        assertThat(voting(2, opened().withGroups(List.of(members())))).isEmpty();
        assertThat(abstaining).hasSize(4);
    }

    /** A peer that knew nothing of the added group told of the volume first: this node may have held both, and lost them with its disk. */
    @Test
    void ofAnAddedGroupAreForgottenIfWhatWasThereBeforeIs() {
        assertThat(voting(2, opened(), opened().withGroups(List.of(members())))).isEmpty();
        assertThat(files.list("volume-7/group-1")).doesNotContain("manifest");
    }

    /** Nodes of before gave a segment its manifest with its first layer. Their metadata are here, so the disk is the one that they wrote to. */
    @Test
    void thatHadNoManifestBeforeAllHadOneAreTakenAsTheyAre() {
        ReplacedFile.write(files, FILE, 0x46565242, 1, opened().encode());
        world.run(() -> {
            Volumes volumes = volumes(2);
            volumes.recover();
            assertThat(voting(volumes)).containsExactly(0);
        });
        world.checkNothingEscaped();
        assertThat(abstaining).isEmpty();
        assertThat(files.list("volume-7/group-0")).contains("manifest");
    }
}
