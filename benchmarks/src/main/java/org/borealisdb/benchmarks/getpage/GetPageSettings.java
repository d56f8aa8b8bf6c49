package org.borealisdb.benchmarks.getpage;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param pages          pages that the load changes at random, beside a few hot ones and those that it fills one after another
 * @param writers        sessions that commit
 * @param readers        tasks that read
 * @param readsPerSecond how many reads they begin together
 * @param saturating     how long writers go on as fast as they can, to learn how fast that is
 * @param warming        how long they go on at half of that rate before reads are measured
 * @param measuring      how long reads are measured
 * @param encrypted      whether the volume is
 */
public record GetPageSettings(
        int pages,
        int writers,
        int readers,
        int readsPerSecond,
        Duration saturating,
        Duration warming,
        Duration measuring,
        boolean encrypted) {
    public GetPageSettings {
        if (pages < 1 || writers < 1 || readers < 1 || readsPerSecond < 1) {
            throw new IllegalArgumentException("pages, writers, readers and reads a second are at least 1");
        }
    }
}
