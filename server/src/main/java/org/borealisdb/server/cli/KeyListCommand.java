package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.MasterKeyVersion;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.server.role.RegionKeys;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the data keys of a region's volumes, and the master keys that wrap them. Never a key itself. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows the data keys of the volumes and the versions of their master keys; never a key itself.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All keys can be had.", "1:One cannot, or there is no such region.", "2:Wrong usage."})
final class KeyListCommand implements Callable<Integer> {
    private static final long MICROS_PER_SECOND = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Override
    public Integer call() throws IOException {
        RegionPlan plan = region.plan();
        PrintWriter out = spec.commandLine().getOut();
        try (KeyWork work = new KeyWork(plan)) {
            TreeSet<String> masterKeys = new TreeSet<>();
            for (VolumeMetadata volume : work.volumes()) {
                out.println(
                        "volume " + volume.id().value() + (volume.encrypted() ? ": AES-256-GCM" : ": not encrypted"));
                for (WrappedKey key : volume.keys()) {
                    boolean seals = key.equals(volume.keys().getLast());
                    out.println("  data key " + key.id() + " under " + key.masterKey()
                            + (seals ? "" : ", opens older files"));
                    masterKeys.add(key.masterKey());
                }
            }
            boolean all = true;
            for (String masterKey : masterKeys) {
                all &= describe(work.keys(), masterKey, out);
            }
            return all ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static boolean describe(RegionKeys keys, String masterKey, PrintWriter out) {
        out.println("master key " + masterKey);
        try {
            for (MasterKeyVersion version : keys.service().describe(masterKey)) {
                Instant made = Instant.ofEpochSecond(version.createdMicros() / MICROS_PER_SECOND);
                out.println("  " + (version.version() == 0 ? "" : "version " + version.version() + ", ") + "made "
                        + made.truncatedTo(ChronoUnit.SECONDS) + ", " + version.state());
            }
            return true;
        } catch (KeyUnavailableException e) {
            out.println("  " + e.getMessage());
            return false;
        }
    }
}
