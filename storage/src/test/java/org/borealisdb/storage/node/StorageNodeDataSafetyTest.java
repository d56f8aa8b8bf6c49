package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.storage.segment.SampleRedo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged is served as it was, or refused by name, whatever the disk did in between. */
class StorageNodeDataSafetyTest {
    private static final String FOLDER = "volume-" + SampleRedo.VOLUME.value() + "/group-";

    /** The disk fails at each of many operations in turn; then the machine loses what was not synced, and the node starts again. */
    @ParameterizedTest
    @ValueSource(strings = {"write", "sync"})
    void aDiskThatFailsAtAnyOperationLosesNothingAcknowledged(String operation) {
        int stepped = 0;
        for (int after = 0; after < 120; after += 5) {
            OneNode one = new OneNode(after + 1);
            int count = after;
            one.world.run(() -> {
                one.openFirst();
                one.write(0, 150);
                if (operation.equals("write")) {
                    one.host.disk().failWriteAfter(count);
                } else {
                    one.host.disk().failSyncAfter(count / 4);
                }
                one.write(0, 200);
                one.crash();
                one.host.disk().repair();
                StorageNode again = one.open();
                one.heartbeat();
                assertThat(again.status().state()).isEqualTo("serving");
                assertThat(again.status().segments().getFirst().scl()).isGreaterThanOrEqualTo(one.acknowledged(0));
                assertThat(one.compare(0)).isEmpty();
                one.resend();
                assertThat(one.acknowledged(0)).isEqualTo(one.tail(0));
                assertThat(one.compare(0)).isEmpty();
            });
            assertThat(one.world.escapes()).isEmpty();
            stepped += one.failures.size();
        }
        assertThat(stepped).isPositive();
    }

    /** The disk gets full at each of many sizes in turn; afterwards there is room again, nothing is lost, and no file is left that nobody knows. */
    @Test
    void aDiskThatGetsFullAnywhereLosesNothingAndLeavesNoOrphans() {
        for (int seed = 1; seed <= 40; seed++) {
            OneNode one = new OneNode(seed);
            long room = seed * 4000L;
            one.world.run(() -> {
                StorageNode node = one.openFirst();
                one.write(0, 250);
                one.host.disk().capacity(one.host.disk().usedBytes() + room + (1 << 20));
                one.write(0, 250);
                one.host.disk().capacity(one.host.disk().usedBytes() + room % 20_000);
                one.write(0, 150);
                one.heartbeat();
                assertThat(one.compare(0)).isEmpty();
                one.host.disk().repair();
                one.pause();
                one.resend();
                one.resend();
                assertThat(one.acknowledged(0)).isEqualTo(one.tail(0));
                assertThat(one.compare(0)).isEmpty();
                node.close();
                TreeSet<String> before = new TreeSet<>(one.files(FOLDER + 0));
                StorageNode again = one.open();
                assertThat(new TreeSet<>(one.files(FOLDER + 0))).isEqualTo(before);
                again.close();
            });
            assertThat(one.world.escapes()).isEmpty();
            assertThat(one.failures).isEmpty();
            assertThat(one.complaints).anyMatch(what -> what.startsWith("refuses batches"));
            assertThat(one.complaints).anyMatch(what -> what.startsWith("takes batches again"));
        }
    }

    /** A bit rots in the journal before a start: the node has all that it acknowledged, or says that it may not. */
    @Test
    void rotInTheJournalIsHarmlessOrFoundAtTheNextStart() {
        int found = 0;
        for (int seed = 1; seed <= 60; seed++) {
            OneNode one = new OneNode(seed);
            one.world.run(() -> {
                one.openFirst();
                one.write(0, 40);
                one.crash();
                for (int count = 0; count < 30; count++) {
                    assertThat(one.host.disk().rot("journal/file-")).isTrue();
                }
                StorageNode again = one.open();
                one.heartbeat();
                if (again.status().state().equals("serving")) {
                    assertThat(again.status().segments().getFirst().scl()).isGreaterThanOrEqualTo(one.acknowledged(0));
                    assertThat(one.compare(0)).isEmpty();
                } else {
                    assertThat(again.status().state()).contains("abstains", "journal");
                    assertThat(one.complaints).anyMatch(what -> what.contains("all segments abstain: journal"));
                    assertThat(reason(one.compare(0))).isEqualTo(ReadRefused.Reason.BEHIND);
                }
            });
            assertThat(one.world.escapes()).isEmpty();
            found += one.complaints.size();
        }
        assertThat(found).isPositive();
    }

    /** Rot in any file of a segment: pages are right or refused, before and after a start. */
    @ParameterizedTest
    @ValueSource(strings = {"layer-", "manifest", "raw-", "volumes/"})
    void rotInAFileIsNeverServed(String part) {
        for (int seed = 1; seed <= 25; seed++) {
            OneNode one = new OneNode(seed);
            one.world.run(() -> {
                one.openFirst();
                one.write(0, 300);
                // What is not durable for the volume goes to a raw log when its journal file is wanted back.
                one.write(1, 300);
                for (int count = 0; count < 5; count++) {
                    one.host.disk().rot(part);
                }
                checkRefused(one.compare(0));
                one.crash();
                try {
                    StorageNode again = one.open();
                    one.heartbeat();
                    for (int group = 0; group < 2; group++) {
                        checkRefused(one.compare(group));
                    }
                    assertThat(again.failure()).isEmpty();
                } catch (OperationException refused) {
                    // Without its metadata a node does not know its epochs, and serves nothing.
                    assertThat(part).isEqualTo("volumes/");
                    assertThat(refused.getMessage()).contains("volumes/");
                }
            });
            assertThat(one.world.escapes()).isEmpty();
        }
    }

    private static void checkRefused(Optional<StorageMessage> answer) {
        answer.ifPresent(message -> assertThat(reason(answer))
                .as(message.toString())
                .isIn(List.of(ReadRefused.Reason.DAMAGED, ReadRefused.Reason.BEHIND)));
    }

    private static ReadRefused.Reason reason(Optional<StorageMessage> answer) {
        assertThat(answer).containsInstanceOf(ReadRefused.class);
        return answer.map(ReadRefused.class::cast).orElseThrow().reason();
    }

    /** A damaged segment without a peer stays damaged, and its log must not keep the journal from being used again by the others. */
    @Test
    void aDamagedSegmentDoesNotHoldBackTheJournal() {
        OneNode one = new OneNode(3);
        one.world.run(() -> {
            StorageNode node = one.openFirst();
            one.write(0, 400);
            for (int count = 0; count < 300; count++) {
                assertThat(one.host.disk().rot("group-0/layer-")).isTrue();
            }
            one.write(0, 5);
            assertThat(reason(one.compare(0))).isEqualTo(ReadRefused.Reason.DAMAGED);
            assertThat(one.complaints).anyMatch(what -> what.contains("group 0 of volume 7 has to be mended"));
            for (int round = 0; round < 10; round++) {
                one.write(1, 150);
                assertThat(one.acknowledged(1)).isEqualTo(one.tail(1));
                assertThat(node.status().journalBytes()).isLessThanOrEqualTo(6L * (256 << 10));
            }
            assertThat(one.compare(1)).isEmpty();
        });
        assertThat(one.failures).isEmpty();
        assertThat(one.world.escapes()).isEmpty();
    }

    /** While log is written for ever over the same pages, journal, layers and memory stay within bounds. */
    @Test
    void spaceStaysBoundedWhileLogIsWrittenForEver() {
        OneNode one = new OneNode(4);
        one.world.run(() -> {
            StorageNode node = one.openFirst();
            long largest = 0;
            for (int round = 0; round < 30; round++) {
                one.write(0, 200);
                NodeReport report = node.status();
                largest = Math.max(largest, report.layerBytes());
                assertThat(report.journalBytes()).isLessThanOrEqualTo(5L * (256 << 10));
                assertThat(report.backlogBytes()).isLessThan(128 << 10);
            }
            // Six pages of 16 KiB, a few times over in layers that are not merged yet.
            assertThat(largest).isLessThan(16L * OneNode.PAGES * (16 << 10));
            assertThat(one.compare(0)).isEmpty();
        });
        assertThat(one.failures).isEmpty();
        assertThat(one.world.escapes()).isEmpty();
    }
}
