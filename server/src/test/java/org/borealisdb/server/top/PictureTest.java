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
                        new InstanceLine("instance-1", "a", "writer", "running", "", vdl, 2),
                        new InstanceLine("reader-1", "b", "reader", "running", "1.5 ms behind instance-1", vdl, -1)),
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
