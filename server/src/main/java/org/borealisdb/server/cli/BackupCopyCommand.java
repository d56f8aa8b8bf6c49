package org.borealisdb.server.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.cluster.BackedUpCluster;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionStores;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.restore.BackupCopy;
import org.borealisdb.storage.restore.BackupView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies a backup, or exports a snapshot of one moment. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies a backup to another place: another folder, bucket or region. With --at only what that moment needs: an exported snapshot, that is kept for as long as it is"
                    + " there. ./borealis backup restore --from takes (imports) either. Repeated, it copies what has come since.",
            "",
            "  ./borealis backup copy --from data/backup --to s3://elsewhere/copy",
            "  ./borealis backup copy --from data/backup --to snapshot-1 --at '2026-11-01 10:00:03'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It could not be done.", "2:Wrong usage."})
final class BackupCopyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BackupSourceOptions backup = new BackupSourceOptions();

    @Option(names = "--from-s3-endpoint", paramLabel = "URL", description = "Of its store, if that is not AWS's.")
    private @Nullable String fromEndpoint;

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            required = true,
            description = "Where the copy goes: a folder, or s3://bucket/prefix.")
    private String to = "";

    @Option(names = "--to-s3-endpoint", paramLabel = "URL", description = "Of its store, if that is not AWS's.")
    private @Nullable String toEndpoint;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Exports this moment only: a time, or how long ago (default: everything).")
    private @Nullable String at;

    @Override
    public Integer call() {
        String source = BackupPlan.place(backup.from(), Optional.ofNullable(fromEndpoint), Path.of(""));
        String target = BackupPlan.place(to, Optional.ofNullable(toEndpoint), Path.of(""));
        if (!RegionStores.exists(source)) {
            throw new RegionProblemException("there is no backup in " + source);
        }
        if (source.equals(target)) {
            throw new RegionProblemException("the copy would go where the backup is; choose another place with --to");
        }
        try (RealWorld world = RealWorld.create(BackupCopyCommand::taskFailed);
                RegionStores stores = new RegionStores(world)) {
            ObjectStore store = stores.open(source);
            BackupView view = BackupView.read(
                    store, BackedUpCluster.find(store, backup.cluster()).volume(), world.tasks());
            BackupCopy copy = new BackupCopy(view, stores.open(target), world.clock(), world.random());
            long bytes;
            String what;
            if (at == null) {
                bytes = copy.all();
                what = "the backup";
            } else {
                ZoneId zone = ZoneId.systemDefault();
                PointSyntax wanted = PointSyntax.parse(at, Instant.now(), zone);
                if (wanted.isLsn()) {
                    throw new RegionProblemException("--at: write a time, not an LSN");
                }
                TimePoint point = view.at(wanted.value());
                bytes = copy.snapshot(point);
                what = "the database of " + PointSyntax.time(point.millis(), zone);
            }
            spec.commandLine()
                    .getOut()
                    .println("Copied " + what + " to " + target + ": " + new ByteSize(bytes) + " were not there yet.");
        }
        return ExitCode.OK;
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(BackupCopyCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }
}
