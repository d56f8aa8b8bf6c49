package org.borealisdb.server.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.borealisdb.server.top.Picture.InstanceLine;
import org.borealisdb.server.top.Picture.StorageLine;
import org.junit.jupiter.api.Test;

/** Rates from one picture to the next, and how a picture looks. */
class PictureTest {
    private static Picture picture(long millis, long vdl, long committed) {
        return new Picture(
                "data",
                millis,
                "instance-1",
                vdl,
                committed,
                3,
                1 << 20,
                0,
                0,
                List.of(
                        new InstanceLine("instance-1", "a", "writer", "running", "", vdl, 2, -1),
                        new InstanceLine(
                                "reader-1", "b", "reader", "running", "1.5 ms behind instance-1", vdl, -1, -1)),
                List.of(new StorageLine("storage-a1", "a", "running", 1, 0, 1024, 2048, 4096)),
                List.of("protection group 0 lacks a copy"));
    }

    @Test
    void ratesAreOfTheTimeBetween() {
        Picture first = picture(10_000, 5_000, 100);
        assertThat(first.since(Optional.empty()).transactions()).isZero();
        Picture second = picture(12_000, 9_096, 700).since(Optional.of(first));
        assertThat(second.transactions()).isEqualTo(300.0);
        assertThat(second.logBytes()).isEqualTo(2_048.0);
        // The report is the same still.
        assertThat(picture(12_000, 9_096, 700).since(Optional.of(second)).transactions())
                .isEqualTo(300.0);
        // Another process counts from 0.
        Picture another = picture(13_000, 9_000, 50).since(Optional.of(second));
        assertThat(another.transactions()).isEqualTo(50.0);
        assertThat(another.logBytes()).isZero();
    }

    private static Picture ofInstances(long millis, InstanceLine... instances) {
        return new Picture("region", millis, "one", 0, 0, 0, -1, 0, 0, List.of(instances), List.of(), List.of());
    }

    private static InstanceLine instance(String name, long committed) {
        return new InstanceLine(name, "a", "reader", "running", "", 0, 0, committed);
    }

    @Test
    void transactionsOfSeveralProcessesAreCountedByProcess() {
        Picture first = ofInstances(1_000, instance("one", 1_000), instance("two", 500), instance("gone", 70));
        // One went on, one began anew, one is new: what it had done before is not known.
        Picture second = ofInstances(2_000, instance("one", 1_200), instance("two", 30), instance("new", 9_000));
        assertThat(second.since(Optional.of(first)).transactions()).isEqualTo(230.0);
    }

    @Test
    void whatIsNotKnownIsNotShown() {
        Picture picture = new Picture(
                "region",
                0,
                "",
                0,
                0,
                0,
                -1,
                0,
                0,
                List.of(),
                List.of(new StorageLine("storage-a1", "a", "running", 1, -1, 1024, 2048, 4096)),
                List.of());
        assertThat(Screen.draw(picture)).containsPattern("storage-a1 +a +running +1 +1.0 KiB +2.0 KiB +4.0 KiB\n");
    }

    @Test
    void theScreenNamesEverything() {
        String screen = Screen.draw(picture(12_000, 9_096, 700).since(Optional.of(picture(10_000, 5_000, 100))));
        assertThat(screen)
                .contains("instance-1 writes", "300 transactions/s", "2.0 KiB/s of log", "VDL 9096", "3 clients")
                .containsPattern("instance-1 +a +writer +running +2 +9096\n")
                .containsPattern("reader-1 +b +reader +running +9096  1.5 ms behind instance-1\n")
                .containsPattern("storage-a1 +a +running +1 +0 B +1.0 KiB +2.0 KiB +4.0 KiB\n")
                .contains("protection group 0 lacks a copy");
    }
}
