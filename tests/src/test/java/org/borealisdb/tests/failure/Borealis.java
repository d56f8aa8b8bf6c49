package org.borealisdb.tests.failure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The launcher at the root of the working tree, which becomes the process that it starts. */
final class Borealis {
    private Borealis() {}

    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("borealis").toString());
        command.addAll(arguments);
        return command;
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no launcher at or above the working folder");
    }
}
