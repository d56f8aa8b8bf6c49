package org.borealisdb.benchmarks.contender;

import java.io.IOException;

/** A running region to which readers are added. */
public interface ReaderCluster extends AutoCloseable {
    /** How it runs, in words. */
    String settings();

    /** Where its writer takes clients. */
    Endpoint writer();

    /**
     * Adds a reader, as a user does, and waits until it is said to serve.
     *
     * @throws BenchmarkException if it does not serve
     */
    AddedReader addReader(String name) throws IOException, InterruptedException;

    @Override
    void close();
}
