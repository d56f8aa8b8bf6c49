package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file in which a running region says how it is, replaced atomically, so that a reader sees one report or the next and never
 * half of one. It is for the owner alone (mode 0600), since the URL in it has the password.
 */
public final class StatusFile {
    /** Larger than any report: six nodes take 2 KiB. */
    private static final long MAX_BYTES = 1 << 20;

    private static final String OF_NODE = ".status.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    StatusFile(Path file) {
        this.file = file;
    }

    /** The file in which one node of a {@code region.yaml} says how it is: beside that file, named for the node. */
    public static StatusFile ofNode(Path regionFile, String node) {
        return new StatusFile(regionFile.toAbsolutePath().resolveSibling(node + OF_NODE));
    }

    /** Names of the nodes that have said beside a {@code region.yaml}, on this machine, how they are. */
    public static List<String> nodes(Path regionFile) throws IOException {
        Path folder = Objects.requireNonNull(regionFile.toAbsolutePath().getParent());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(OF_NODE))
                    .map(name -> name.substring(0, name.length() - OF_NODE.length()))
                    .toList();
        }
    }

    /** Replaces the report. */
    public void write(RegionReport report) throws IOException {
        Secrets.write(file, json(report) + "\n");
    }

    /** The last report written; empty if there is none that can be read. */
    public Optional<RegionReport> read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(JSON.readValue(Files.readString(file), RegionReport.class));
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Removes the report. */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A report, or records out of one, as {@code --json} prints them. */
    public static String json(Record report) {
        return JSON.writeValueAsString(report);
    }
}
