package org.borealisdb.benchmarks.contender;

import java.nio.file.Path;
import java.util.Map;
import org.borealisdb.runtime.config.ByteSize;

/**
 * How Borealis is run.
 *
 * @param launcher   the script {@code borealis}
 * @param jvmOptions further flags for its processes, separated by blanks
 * @param pool       page cache
 */
public record BorealisSettings(Path launcher, String jvmOptions, ByteSize pool) {
    /** The environment of a process that logs its collections to {@code gcLog} and runs what was built last. */
    Map<String, String> environment(Path gcLog) {
        String logging = "-Xlog:gc:file=" + gcLog + ":uptime:filecount=0";
        return Map.of("BOREALIS_SKIP_BUILD", "1", "BOREALIS_JAVA_OPTS", (jvmOptions + " " + logging).strip());
    }
}
