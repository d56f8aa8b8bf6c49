package org.borealisdb.benchmarks.contender;

import java.nio.file.Path;

/** A server that logs its garbage collections. */
public interface CollectionLog {
    /** File that the JVM writes with {@code -Xlog:gc}. */
    Path collections();
}
