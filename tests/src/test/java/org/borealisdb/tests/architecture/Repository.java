package org.borealisdb.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The working tree that this test runs in: its modules and their source files. */
record Repository(Path root) {
    private static final Path PACKAGE_ROOT = Path.of("org", "borealisdb");

    /** Finds the root by going up from the working directory, which is the module's folder under Maven. */
    static Repository find() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return new Repository(folder);
            }
        }
        throw new IllegalStateException("no folder with .mvn at or above " + start);
    }

    /** The folders of all modules, sorted by name. */
    List<Path> modules() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The Java files below a source root such as {@code main} or {@code test} of one module, sorted by path. */
    List<Path> javaFiles(Path module, String sourceRoot) {
        Path folder = module.resolve("src").resolve(sourceRoot).resolve("java").resolve(PACKAGE_ROOT);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A path as messages and lists show it: relative to the root, with forward slashes. */
    String display(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }
}
