package org.borealisdb.benchmarks.contender;

import java.io.IOException;

/** All in the process of {@code ./borealis start}. */
public final class ClusterInOneProcess implements ReaderCluster {
    private final BorealisInOneProcess region;

    /** Starts the region. */
    public ClusterInOneProcess(Workspace workspace, BorealisSettings settings)
            throws IOException, InterruptedException {
        this.region = new BorealisInOneProcess(workspace, settings);
        region.start();
    }

    @Override
    public String settings() {
        return region.settings();
    }

    @Override
    public Endpoint writer() {
        return region.endpoint();
    }

    @Override
    public AddedReader addReader(String name) throws IOException, InterruptedException {
        return region.addReader(name);
    }

    @Override
    public void close() {
        try {
            region.stop();
        } catch (InterruptedException hurried) {
            // It is told to end already, and the workspace waits for that.
            Thread.currentThread().interrupt();
        }
    }
}
