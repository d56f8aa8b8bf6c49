package org.borealisdb.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.role.BackupPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a region's backup goes. */
final class BackupOption {
    @Option(
            names = "--backup",
            paramLabel = "PLACE",
            description =
                    "Where the backup goes, always on: a folder, s3://bucket/prefix, or off (default: DIR/backup).")
    private @Nullable String place;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "For a backup in a store that speaks S3 and is not AWS's.")
    private @Nullable String endpoint;

    @Option(
            names = "--backup-retention",
            paramLabel = "TIME",
            defaultValue = "1d",
            converter = StartCommand.DurationConverter.class,
            description = "How far back a restore can go: 1d to 35d (default: ${DEFAULT-VALUE}).")
    private Duration retention = BackupPlan.NONE.retention();

    BackupPlan plan(DataFolder folder) {
        String chosen = place == null ? folder.part("backup").toString() : place;
        return BackupPlan.of(chosen, Optional.ofNullable(endpoint), retention, Path.of(""));
    }

    /** The same choice for another process. */
    List<String> arguments(DataFolder folder) {
        BackupPlan plan = plan(folder);
        List<String> arguments =
                new ArrayList<>(List.of("--backup-retention", plan.retention().toSeconds() + "s"));
        arguments.addAll(List.of("--backup", plan.on() ? plan.place() : BackupPlan.OFF));
        return arguments;
    }
}
