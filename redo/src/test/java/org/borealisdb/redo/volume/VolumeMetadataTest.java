package org.borealisdb.redo.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metadata of volumes: encoding, timelines, quorums. */
class VolumeMetadataTest {
    private static final WrappedKey KEY = WrappedKey.of(new DataKeyId(1, 2), "local", new byte[] {1, 2, 3});

    @Test
    void comesBackAsItWas() {
        VolumeMetadata metadata = sample();
        assertThat(VolumeMetadata.decode(ByteBuffer.wrap(metadata.encode()))).isEqualTo(metadata);
        ByteBuffer amid = ByteBuffer.allocate(metadata.encode().length + 9).position(5);
        amid.put(metadata.encode()).flip().position(5);
        assertThat(VolumeMetadata.decode(amid)).isEqualTo(metadata);
    }

    @Test
    void nextVersionsAreNewer() {
        VolumeMetadata metadata = sample();
        VolumeMetadata next = metadata.withEpoch(new VolumeEpoch(4, 1));
        assertThat(next.newerThan(metadata)).isTrue();
        assertThat(metadata.newerThan(next)).isFalse();
        assertThat(metadata.epoch().olderThan(next.epoch())).isTrue();
        assertThat(metadata.withGroups(List.of(metadata.group(0))).groups()).hasSize(2);
    }

    @Test
    void damageIsRefused() {
        byte[] good = sample().encode();
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThatThrownBy(() -> VolumeMetadata.decode(ByteBuffer.wrap(bad)))
                    .isInstanceOf(MalformedException.class);
            ByteBuffer cut = ByteBuffer.wrap(good, 0, at);
            assertThatThrownBy(() -> VolumeMetadata.decode(cut)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void nonsenseBehindAGoodChecksumIsRefusedOrWhole() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = sample().encode();
            for (int flip = random.nextInt(4); flip >= 0; flip--) {
                bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt(256);
            }
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, Checksum.of(bytes, 16, bytes.length - 16));
            try {
                assertThat(VolumeMetadata.decode(ByteBuffer.wrap(bytes)).encode())
                        .isNotEmpty();
            } catch (MalformedException e) {
                assertThat(e).hasMessageStartingWith("volume metadata");
            }
        }
    }

    @Test
    void timelinesShareTheirPast() {
        TimelineTree tree = TimelineTree.INITIAL
                .with(new Timeline(2, 1, 100, 1000, List.of()))
                .with(new Timeline(3, 2, 1500, 3000, List.of()))
                .with(new Timeline(4, 1, 50, 5000, List.of()));
        assertThat(tree.visibleUpTo(3, 3)).isEqualTo(Long.MAX_VALUE);
        assertThat(tree.visibleUpTo(3, 2)).isEqualTo(1500);
        assertThat(tree.visibleUpTo(3, 1)).isEqualTo(100);
        assertThat(tree.visibleUpTo(4, 1)).isEqualTo(50);
        assertThat(tree.visibleUpTo(4, 2)).as("no ancestor").isEqualTo(-1);
        assertThat(tree.visibleUpTo(2, 3)).as("no ancestor").isEqualTo(-1);
        assertThat(tree.includes(3, 1, 100)).isTrue();
        assertThat(tree.includes(3, 1, 101)).isFalse();
        assertThat(tree.current().id()).isEqualTo(4);
        assertThat(tree.ownerOf(3, 4000)).isEqualTo(3);
        assertThat(tree.ownerOf(3, 1500)).isEqualTo(2);
        assertThat(tree.ownerOf(3, 100)).isEqualTo(1);
        assertThat(tree.sharedUpTo(3, 2)).isEqualTo(1500);
        assertThat(tree.sharedUpTo(3, 4)).isEqualTo(50);
        assertThat(tree.sharedUpTo(2, 2)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> tree.with(new Timeline(9, 1, 0, 0, List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pagesBelongToGroups() {
        Geometry geometry = new Geometry(10);
        assertThat(geometry.groupOf(9)).isZero();
        assertThat(geometry.groupOf(10)).isEqualTo(1);
        assertThat(geometry.firstPage(3)).isEqualTo(30);
        assertThatThrownBy(() -> geometry.groupOf(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> geometry.groupOf(10L * Geometry.MAX_GROUPS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** As the version before wrote it. */
    @Test
    void versionTwoIsRead() {
        String bytes =
                "4252564d02000000e6000000814b614e07000000000000000400000000000000e8030000030000000000000005000000"
                        + "000000000000100000000000020000000100000000000000000000000000000000000000000000000000000002000000"
                        + "010000006400000000000000d007000000000000010000005a0000000000000001000000020000000600000001020000"
                        + "006e30020000007a3001020000006e31020000007a3001020000006e32020000007a3101020000006e33020000007a31"
                        + "02020000006e34020000007a32020000006e36020000007a3201020000006e35020000007a32";
        VolumeMetadata expected = new VolumeMetadata(
                new VolumeId(7),
                4,
                new Geometry(1000),
                new VolumeEpoch(3, 5),
                1 << 20,
                TimelineTree.INITIAL.with(new Timeline(2, 1, 100, 2000, List.of(90L))),
                sample().groups());
        VolumeMetadata found =
                VolumeMetadata.decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
        assertThat(found).isEqualTo(expected);
        assertThat(found.encrypted()).isFalse();
    }

    /** As the version before wrote it, which knew no voters. */
    @Test
    void versionThreeIsRead() {
        String bytes =
                "4252564d0300000039010000bf2f50fa07000000000000000400000000000000e8030000030000000000000005000000"
                        + "000000000000100000000000020000000100000000000000000000000000000000000000000000000000000000000000"
                        + "000000000000000002000000010000006400000000000000d007000000000000010000005a0000000000000000000000"
                        + "000000000000000001000000020000000600000001020000006e30020000007a3001020000006e31020000007a310102"
                        + "0000006e32020000007a3201020000006e33020000007a3001020000006e34020000007a3102020000006e3502000000"
                        + "7a32020000006e36020000007a3000010600000000000000010000003200000000000000010000000100000000000000"
                        + "0200000000000000050000006c6f63616c0400000042413d3d";
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < 7; index++) {
            members.add(new Member(new Address("n" + index), "z" + index % 3));
        }
        VolumeMetadata found =
                VolumeMetadata.decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
        assertThat(found.groups())
                .containsExactly(Membership.initial(members.subList(0, 6)).replacing(5, members.get(6)));
        assertThat(found.groups().getFirst().voters()).isEqualTo(Voters.ALL);
        assertThat(found.origin()).contains(new VolumeOrigin(new VolumeId(6), 1, 50));
        assertThat(found.keys()).containsExactly(WrappedKey.of(new DataKeyId(1, 2), "local", new byte[] {4}));
    }

    /** As the version before wrote it, which knew no tails. */
    @Test
    void versionFourIsRead() {
        String bytes =
                "4252564d04000000d6000000499c49c307000000000000000400000000000000e8030000030000000000000005000000"
                        + "000000000000100000000000010000000100000000000000000000000000000000000000000000000000000000000000"
                        + "000000000000000001000000030000003f0f0600000001020000006e30020000007a3001020000006e31020000007a30"
                        + "01020000006e32020000007a3101020000006e33020000007a3103020000006e34020000007a32020000006e36020000"
                        + "007a3001020000006e35020000007a32000000000000";
        VolumeMetadata found =
                VolumeMetadata.decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
        assertThat(found).isEqualTo(changing(SegmentMix.SIX_FULL));
    }

    @Test
    void versionFiveIsWritten() {
        String bytes =
                "4252564d05000000d700000031e2ca4107000000000000000400000000000000e8030000030000000000000005000000"
                        + "000000000000100000000000010100000001000000000000000000000000000000000000000000000000000000000000"
                        + "00000000000000000001000000030000003f0f0600000001020000006e30020000007a3001020000006e31020000007a"
                        + "3001020000006e32020000007a3101020000006e33020000007a3103020000006e34020000007a32020000006e360200"
                        + "00007a3001020000006e35020000007a32000000000000";
        assertThat(changing(SegmentMix.THREE_FULL_THREE_TAIL).encode())
                .isEqualTo(HexFormat.of().parseHex(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void whatSegmentsAreComesBack(SegmentMix mix) {
        VolumeMetadata metadata = changing(mix);
        assertThat(VolumeMetadata.decode(ByteBuffer.wrap(metadata.encode()))).isEqualTo(metadata);
        assertThat(metadata.mix()).isEqualTo(mix);
        assertThat(metadata.placesTail(0, new Address("n1"))).isEqualTo(mix.hasTails());
        assertThat(metadata.placesTail(0, new Address("n6"))).isFalse();
        assertThat(metadata.placesTail(0, new Address("n7"))).isFalse();
        Membership other = Membership.initial(
                metadata.group(0).slots().stream().map(Slot::current).toList(),
                mix.hasTails() ? SegmentMix.SIX_FULL : SegmentMix.THREE_FULL_THREE_TAIL);
        assertThatThrownBy(() -> metadata.withGroups(List.of(other))).isInstanceOf(IllegalArgumentException.class);
    }

    private static VolumeMetadata changing(SegmentMix mix) {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < 7; index++) {
            members.add(new Member(new Address("n" + index), "z" + index / 2 % 3));
        }
        Membership membership = Membership.initial(members.subList(0, 6), mix)
                .moving(4, members.get(6))
                .counting(new Voters(0b001111));
        return new VolumeMetadata(
                new VolumeId(7),
                4,
                new Geometry(1000),
                new VolumeEpoch(3, 5),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(membership));
    }

    @Test
    void votersAndMovesComeBack() {
        VolumeMetadata metadata = sample();
        Membership leaving =
                metadata.group(0).counting(new Voters(0b011011)).moving(0, new Member(new Address("elsewhere"), "z0"));
        VolumeMetadata next = metadata.withMemberships(List.of(leaving));
        assertThat(VolumeMetadata.decode(ByteBuffer.wrap(next.encode()))).isEqualTo(next);
        next = next.withMemberships(List.of(leaving.votersSettled()));
        assertThat(VolumeMetadata.decode(ByteBuffer.wrap(next.encode()))).isEqualTo(next);
    }

    @Test
    void aBranchOpensWhatItSharesAndSealsWithItsOwnKey() {
        VolumeMetadata parent = sample();
        WrappedKey own = WrappedKey.of(new DataKeyId(3, 4), "local", new byte[] {4});
        Timeline line = new Timeline(4, 3, 6000, 9000, List.of(5900L));
        assertThat(parent.branched(new VolumeId(8), line, 1, List.of(own)).keys())
                .containsExactly(KEY, own);
        VolumeMetadata going = parent.branched(new VolumeId(8), line, 1, List.of());
        assertThat(going.keys()).containsExactly(KEY);
        assertThat(going.encrypted()).isTrue();
        assertThatThrownBy(() -> parent.branched(new VolumeId(8), line, 1, List.of(KEY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAreWrappedAnewAndNeverBecomeOthers() {
        WrappedKey anew = WrappedKey.of(KEY.id(), "arn:aws:kms:x:1:key/2", new byte[] {9});
        VolumeMetadata next = sample().withKeysWrapped(List.of(anew));
        assertThat(next.newerThan(sample())).isTrue();
        assertThat(next.keys().getFirst().bytes()).containsExactly(9);
        WrappedKey other = WrappedKey.of(new DataKeyId(3, 4), "local", new byte[] {4});
        assertThatThrownBy(() -> sample().withKeysWrapped(List.of(other))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sample().withKeysWrapped(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static VolumeMetadata sample() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < 6; index++) {
            members.add(new Member(new Address("n" + index), "z" + index / 2));
        }
        return new VolumeMetadata(
                new VolumeId(7),
                4,
                new Geometry(1000),
                new VolumeEpoch(3, 5),
                1 << 20,
                TimelineTree.INITIAL
                        .with(new Timeline(2, 1, 100, 2000, List.of(90L)))
                        .with(new Timeline(3, 1, 50, 5000, List.of(40L), 2500, List.of(2400L))),
                List.of(Membership.initial(members).replacing(4, new Member(new Address("n6"), "z2"))),
                List.of(KEY));
    }
}
