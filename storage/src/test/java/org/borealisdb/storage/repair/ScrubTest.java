package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rots while nobody reads it is found, and mended by itself; what differs between sound copies is not served. */
class ScrubTest {
    private static final int VICTIM = 2;
    private static final int SEEDS = 8;

    /** Single damaged sections are fetched from a peer, while the segment goes on to vote and serve all other pages. */
    @Test
    void aDamagedSectionIsMendedByItself() {
        long mended = 0;
        long copied = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Region region = new Region(600 + seed);
            region.world.run(() -> {
                region.open();
                region.write(400, 30_000);
                region.pause(500);
                for (int round = 0; round < 3; round++) {
                    long before = region.counted("storage.scrub.damaged");
                    region.host(VICTIM).disk().rot("group-0/layer-");
                    region.awaitWhole(VICTIM);
                    passes(region, 8);
                    assertThat(region.counted("storage.scrub.damaged") + region.counted("storage.read.damaged"))
                            .as("found; heard %s", region.heard)
                            .isGreaterThan(before - 1);
                    region.awaitWhole(VICTIM);
                    region.compareAll(VICTIM);
                    region.write(30, 30_000);
                }
                region.crash(VICTIM);
                region.start(VICTIM);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
            });
            region.check();
            mended += region.counted("storage.repair.mendedPages");
            copied += region.counted("storage.repair.unmendable");
        }
        assertThat(mended).as("mended, while %s segments were copied", copied).isGreaterThan(SEEDS);
        assertThat(copied)
                .as("copied as a whole, while %s pages were mended", mended)
                .isLessThan(mended / 2);
    }

    /** A page may be damaged in several layers at once: each is mended, though nothing of the page can be built before the last is. */
    @Test
    void aPageThatIsDamagedInSeveralLayersIsMended() {
        long mended = 0;
        for (int seed = 1; seed <= 60; seed++) {
            Region region = new Region(1100 + seed);
            region.world.run(() -> {
                region.open();
                region.write(400, 30_000);
                region.pause(500);
                for (int bit = 0; bit < 4; bit++) {
                    region.host(VICTIM).disk().rot("group-0/layer-");
                }
                passes(region, 8);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
            });
            region.check();
            mended += region.counted("storage.repair.mendedPages");
        }
        assertThat(mended).isGreaterThan(SEEDS);
    }

    /** A journal file that rots under a running node is given up, before a start could miss what it holds. */
    @Test
    void aDamagedJournalFileIsGivenUp() {
        long givenUp = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Region region = new Region(700 + seed);
            region.world.run(() -> {
                region.open();
                region.write(300, 30_000);
                for (int round = 0; round < 5; round++) {
                    for (int bit = 0; bit < 10; bit++) {
                        region.host(VICTIM).disk().rot("journal/file-");
                    }
                    region.write(5, 30_000);
                }
                passes(region, 8);
                region.write(20, 30_000);
                region.heard.clear();
                region.remembers(VICTIM);
                region.crash(VICTIM);
                region.start(VICTIM);
                region.awaitWhole(VICTIM);
                assertThat(region.heard).noneMatch(what -> what.contains("all segments abstain"));
                region.compareAll(VICTIM);
            });
            region.check();
            givenUp += region.counted("storage.scrub.journalGivenUp");
        }
        assertThat(givenUp).isGreaterThan(SEEDS / 2);
    }

    /** Small files are written again from memory. */
    @ParameterizedTest
    @ValueSource(strings = {"group-0/manifest", "volumes/7", "journal/control"})
    void aDamagedSmallFileIsWrittenAgain(String file) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Region region = new Region(800 + seed);
            region.world.run(() -> {
                region.open();
                region.write(200, 30_000);
                region.pause(1000);
                region.host(VICTIM).disk().rot(file);
                passes(region, 14);
                region.heard.clear();
                region.remembers(VICTIM);
                region.crash(VICTIM);
                region.start(VICTIM);
                assertThat(region.heard).isEmpty();
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
            });
            region.check();
        }
    }

    /** One copy says otherwise than five: it stops serving that page, keeps it, and raises the alarm; the others go on. */
    @Test
    void aCopyThatDiffersFromMostIsNotServed() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Region region = new Region(900 + seed);
            region.world.run(() -> {
                region.open();
                region.write(200, 30_000);
                long page = region.writeTwoContents(List.of(VICTIM));
                region.write(300, 200_000);
                region.awaitCount("storage.scrub.differing", 0, 1);
                passes(region, 8);
                for (int node = 0; node < 6; node++) {
                    assertThat(region.serves(node, page))
                            .as("node%d: %s; heard %s", node, region.status(node), region.heard)
                            .isEqualTo(node != VICTIM);
                    assertThat(region.status(node).scrub().differingPages()).isEqualTo(node == VICTIM ? 1 : 0);
                }
                assertThat(region.status(VICTIM).state()).contains("ALARM: 1 page");
                assertThat(region.heard).anyMatch(what -> what.contains("ALARM: page " + page + " of"));
                region.crash(VICTIM);
                region.start(VICTIM);
                region.heartbeat();
                assertThat(region.serves(VICTIM, page)).isFalse();
                assertThat(region.status(VICTIM).state()).contains("ALARM: 1 page");
            });
            region.check();
        }
    }

    /** Three copies against three: nobody knows, and nobody serves. */
    @Test
    void aTieIsServedByNobody() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Region region = new Region(1000 + seed);
            region.world.run(() -> {
                region.open();
                region.write(100, 30_000);
                long page = region.writeTwoContents(List.of(1, 3, 5));
                region.write(200, 200_000);
                region.awaitDiffering(6);
                for (int node = 0; node < 6; node++) {
                    assertThat(region.serves(node, page)).as("node%d", node).isFalse();
                }
                // Nodes that know of it do not go on telling each other.
                long before = region.counted("storage.scrub.differing");
                long passes = region.counted("storage.scrub.passes");
                region.pause(1000);
                assertThat(region.counted("storage.scrub.differing") - before)
                        .isLessThanOrEqualTo(6 * (6 + region.counted("storage.scrub.passes") - passes));
            });
            region.check();
        }
    }

    /** Waits until {@code count} passes have ended; all nodes count together. */
    private static void passes(Region region, int count) {
        region.awaitCount("storage.scrub.passes", region.counted("storage.scrub.passes"), count);
    }
}
