package org.borealisdb.server.cli;

import java.nio.file.Path;

/** Sends what the process logs to a file, and only what is wrong to the console too. */
final class LogFile {
    private LogFile() {}

    /** Must be called before anything is logged: the logging library reads its configuration once, then. */
    static void use(Path file) {
        System.setProperty("borealis.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-region.xml");
    }
}
