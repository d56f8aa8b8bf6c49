package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RegionPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Wraps the data keys of a region anew. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Wraps all data keys anew: under a new version of the region's own master key, or under the key of AWS KMS that is"
                    + " named. No data is written again; the region may run meanwhile.",
            "",
            "Older versions of the master key stay, because nodes that were away, and copies of the region made before, need them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It can't be done: nothing has changed.", "2:Wrong usage."})
final class KeyRotateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Master key from now on: local, or the ARN of a key of AWS KMS (default: the one of now).")
    private @Nullable String kmsKey;

    @Override
    public Integer call() throws IOException {
        RegionPlan plan = region.plan();
        PrintWriter out = spec.commandLine().getOut();
        try (KeyWork work = new KeyWork(plan)) {
            List<VolumeMetadata> encrypted =
                    work.volumes().stream().filter(VolumeMetadata::encrypted).toList();
            if (encrypted.isEmpty()) {
                throw new RegionProblemException("no volume of this region is encrypted");
            }
            // All or nothing: a key that cannot be had is found before a version is added.
            encrypted.forEach(work.keys().dataKeys()::check);
            boolean toLocal =
                    encrypted.stream().anyMatch(volume -> masterKey(volume).equals(KeyService.LOCAL));
            String version = toLocal ? ", version " + work.newLocalVersion() : "";
            for (VolumeMetadata volume : encrypted) {
                String masterKey = masterKey(volume);
                VolumeMetadata now = work.rotation(volume.id()).rotate(masterKey);
                out.println("volume " + volume.id().value() + ": " + now.keys().size()
                        + (now.keys().size() == 1 ? " data key" : " data keys") + " wrapped anew under " + masterKey
                        + (masterKey.equals(KeyService.LOCAL) ? version : ""));
            }
            return ExitCode.OK;
        }
    }

    private String masterKey(VolumeMetadata volume) {
        return kmsKey == null ? volume.keys().getLast().masterKey() : kmsKey;
    }
}
