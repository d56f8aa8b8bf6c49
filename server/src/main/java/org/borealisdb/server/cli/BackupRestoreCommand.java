package org.borealisdb.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.cluster.BackedUpCluster;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionRestore;
import org.borealisdb.server.role.RegionStores;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.restore.BackupView;
import org.borealisdb.storage.restore.RestoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a new region out of a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a new region, in a data folder of its own, as the backed-up one was at any second of the retention. Nothing is needed but the"
                    + " backup, and the region that it is of may run on.",
            "",
            "It takes seconds, however large the database is: the new region is started at once, reads what it lacks from the backup, and fetches"
                    + " everything meanwhile. The backup must stay until ./borealis status says no more that files are fetched.",
            "",
            "  ./borealis backup restore --from data/backup --keys data/keys --data restored --to '2026-11-01 10:00:03'",
            "  ./borealis start --data restored --port 5433",
            "  ./borealis backup restore --from data/backup --list",
            "  ./borealis backup restore --from data/backup --cluster deleted-clone --keys data/keys --data restored"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It could not be done.", "2:Wrong usage."})
final class BackupRestoreCommand implements Callable<Integer> {
    /** The journals of six nodes, and the end of the log. */
    private static final ByteSize NEED = ByteSize.ofMebibytes(1024);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BackupSourceOptions backup = new BackupSourceOptions();

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "For a backup in a store that speaks S3 and is not AWS's.")
    private @Nullable String endpoint;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "A time (2026-11-01 10:00:03, of this machine, or with Z or an offset), or how long ago (90s, 5m, 2h); default: the"
                            + " newest that there is.")
    private @Nullable String to;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "Password of the role postgres in the new region, the first line of a file (default: a new one).")
    private @Nullable Path passwordFile;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "The master keys of the backed-up region, its DIR/keys: they are not in the backup, and are copied to the new region. Not needed"
                            + " without encryption, and with keys of AWS KMS.")
    private @Nullable Path keys;

    @Option(names = "--list", description = "Shows what can be restored, and restores nothing.")
    private boolean list;

    @Override
    public Integer call() {
        ZoneId zone = ZoneId.systemDefault();
        String place = BackupPlan.place(backup.from(), Optional.ofNullable(endpoint), Path.of(""));
        if (!RegionStores.exists(place)) {
            throw new RegionProblemException("there is no backup in " + place);
        }
        try (RealWorld world = RealWorld.create(BackupRestoreCommand::taskFailed);
                RegionStores stores = new RegionStores(world)) {
            ObjectStore store = stores.open(place);
            if (list) {
                print(store, world, zone);
            } else {
                BackupView view = BackupView.read(
                        store, BackedUpCluster.find(store, backup.cluster()).volume(), world.tasks());
                restore(view, world, zone);
            }
        }
        return ExitCode.OK;
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(BackupRestoreCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    /** What can be restored, a line for each cluster. */
    private void print(ObjectStore store, RealWorld world, ZoneId zone) {
        PrintWriter out = spec.commandLine().getOut();
        for (BackedUpCluster each : BackedUpCluster.all(store)) {
            String deleted = each.deletedMillis() == 0
                    ? ""
                    : "; deleted " + PointSyntax.time(each.deletedMillis(), zone) + ", kept for the retention";
            out.println(each.kind() + " " + each.name() + ": " + range(store, each, world, zone) + deleted);
        }
    }

    private static String range(ObjectStore store, BackedUpCluster each, RealWorld world, ZoneId zone) {
        try {
            BackupView view = BackupView.read(store, each.volume(), world.tasks());
            Optional<TimePoint> earliest = view.earliest();
            Optional<TimePoint> latest = view.latest();
            if (earliest.isPresent() && latest.isPresent()) {
                return "from " + PointSyntax.time(earliest.get().millis(), zone) + " to "
                        + PointSyntax.time(latest.get().millis(), zone) + " (LSN "
                        + earliest.get().lsn() + " to " + latest.get().lsn() + ")";
            }
        } catch (RestoreException notYet) {
            // Its first index is still to come.
        }
        return "nothing can be restored yet";
    }

    private void restore(BackupView view, RealWorld world, ZoneId zone) {
        TimePoint point = point(view, zone);
        DataFolder folder = data.folder();
        if (folder.holdsRegion()) {
            throw new RegionProblemException(
                    "there is a region in " + folder.path() + " already; choose another folder with --data");
        }
        Optional<String> password = Optional.ofNullable(passwordFile).map(OpenDataFolder::readPassword);
        OpenDataFolder open = OpenDataFolder.open(folder, password, NEED, NEED);
        boolean whole = false;
        try {
            if (keys != null) {
                folder.copyKeys(keys);
            }
            new RegionRestore(folder, world).run(view, point);
            whole = true;
        } catch (KeyUnavailableException e) {
            throw new RegionProblemException(e.getMessage() + "; the backed-up region has it: --keys DIR", e);
        } finally {
            open.close();
            if (!whole) {
                // It held no region before: what there is of one is of no use.
                folder.delete();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("The database in " + folder.path() + " is as it was at " + PointSyntax.time(point.millis(), zone)
                + " (LSN " + point.lsn() + ").");
        out.println("Start it: ./borealis start --data " + folder.path());
    }

    private TimePoint point(BackupView view, ZoneId zone) {
        ObjectStore store = view.store();
        if (to == null) {
            return view.latest()
                    .orElseThrow(
                            () -> new RegionProblemException("nothing can be restored from " + store.place() + " yet"));
        }
        PointSyntax wanted = PointSyntax.parse(to, Instant.now(), zone);
        if (wanted.isLsn()) {
            throw new RegionProblemException("--to: write a time, not an LSN");
        }
        TimePoint latest = view.latest().orElse(new TimePoint(0, 1, 0));
        if (wanted.value() > Instant.now().toEpochMilli()) {
            throw new RegionProblemException("that time is in the future; the newest that can be restored is "
                    + PointSyntax.time(latest.millis(), zone));
        }
        return view.at(wanted.value());
    }
}
