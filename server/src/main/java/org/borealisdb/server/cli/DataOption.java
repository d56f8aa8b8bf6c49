package org.borealisdb.server.cli;

import java.nio.file.Path;
import org.borealisdb.server.region.DataFolder;
import picocli.CommandLine.Option;

/** The option that says which region a command is about. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Data folder of the region (default: ./data).")
    private Path folder = Path.of("data");

    DataFolder folder() {
        return new DataFolder(folder);
    }
}
