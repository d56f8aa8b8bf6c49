package org.borealisdb.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every source folder must hold, and how long a file may be. */
class RepositoryRulesTest {
    private static final int MAXIMUM_LINES = 600;

    /** Main files over {@value #MAXIMUM_LINES} lines that may stay: path from the root to the reason. */
    private static final Map<String, String> LONG_FILES_WITH_REASON = Map.of(
            "storage/src/main/java/org/borealisdb/storage/node/StorageNode.java",
            "wires a node's parts and dispatches its messages; to be split when the next part comes");

    private final Repository repository = Repository.find();

    @Test
    void everyPackageExplainsItself() {
        List<String> unexplained = new ArrayList<>();
        for (Path module : repository.modules()) {
            List<Path> mainFiles = repository.javaFiles(module, "main");
            List<Path> files = new ArrayList<>(mainFiles);
            files.addAll(repository.javaFiles(module, "test"));
            Set<Path> explained = new TreeSet<>();
            Set<Path> used = new TreeSet<>();
            for (Path file : files) {
                Path packageFolder = module.relativize(file.getParent());
                // src/main/java/PACKAGE and src/test/java/PACKAGE are one package: either may hold its package-info.
                Path packageName = packageFolder.subpath(3, packageFolder.getNameCount());
                (file.endsWith("package-info.java") ? explained : used).add(packageName);
            }
            used.removeAll(explained);
            used.forEach(packageName -> unexplained.add(repository.display(module) + ": " + packageName));
        }
        assertThat(unexplained).as("packages without package-info.java").isEmpty();
    }

    @Test
    void longFilesHaveAReason() throws IOException {
        List<String> tooLong = new ArrayList<>();
        Set<String> found = new TreeSet<>();
        for (Path module : repository.modules()) {
            for (Path file : repository.javaFiles(module, "main")) {
                int lines = Files.readAllLines(file).size();
                String name = repository.display(file);
                if (lines > MAXIMUM_LINES) {
                    found.add(name);
                    if (!LONG_FILES_WITH_REASON.containsKey(name)) {
                        tooLong.add(name + ": " + lines + " lines");
                    }
                }
            }
        }
        assertThat(tooLong)
                .as("split these, or list them with a reason in LONG_FILES_WITH_REASON")
                .isEmpty();
        assertThat(found)
                .as("listed as long, but no longer so: take them off the list")
                .containsAll(LONG_FILES_WITH_REASON.keySet());
    }
}
