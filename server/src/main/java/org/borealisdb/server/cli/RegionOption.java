package org.borealisdb.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.net.RegionKey;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.role.RegionFile;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Option;

/** The options that say which node of which region a process runs. */
final class RegionOption {
    private static final long MAX_FILE_BYTES = 1 << 20;

    @Option(
            names = "--region",
            paramLabel = "FILE",
            required = true,
            description = "The region.yaml, the same for all processes.")
    private Path file = Path.of("region.yaml");

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Name of the node in that file.")
    private String name = "";

    RegionPlan plan() throws IOException {
        return read(file);
    }

    /** Reads a region.yaml. */
    static RegionPlan read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new RegionProblemException("there is no region file " + file);
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new RegionProblemException(file + " is too long for a region file");
        }
        return RegionFile.parse(Files.readString(file), file);
    }

    Address node() {
        if (name.isEmpty() || name.length() > Address.MAX_LENGTH) {
            throw new RegionProblemException("--name: a node has a name of 1 to " + Address.MAX_LENGTH + " characters");
        }
        return new Address(name);
    }

    /** The region.yaml. */
    Path file() {
        return file;
    }

    /** What the node logs goes beside the region file. */
    Path logFile() {
        return file.toAbsolutePath().resolveSibling(name + ".log");
    }

    /** Where the node says how it is. */
    StatusFile statusFile() {
        return StatusFile.ofNode(file, name);
    }

    RegionProblemException noSuchNode(String role) {
        return new RegionProblemException(file + " has no " + role + " named " + name);
    }

    static RegionKey key(RegionPlan plan) throws IOException {
        Path keyFile = plan.keyFile();
        if (!Files.isRegularFile(keyFile)) {
            throw new RegionProblemException("there is no region key " + keyFile + "; make one, the same for all hosts:"
                    + " (umask 077; head -c " + RegionKey.BYTES + " /dev/urandom > " + keyFile + ")");
        }
        if (Files.size(keyFile) != RegionKey.BYTES) {
            throw new RegionProblemException("the region key " + keyFile + " must have " + RegionKey.BYTES + " bytes");
        }
        return new RegionKey(Files.readAllBytes(keyFile));
    }
}
