package org.borealisdb.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every source folder must hold, and how long a file may be. */
class RepositoryRulesTest {
    private static final int MAXIMUM_LINES = 600;

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
    void noFileIsLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path module : repository.modules()) {
            for (Path file : repository.javaFiles(module, "main")) {
                int lines = Files.readAllLines(file).size();
                if (lines > MAXIMUM_LINES) {
                    tooLong.add(repository.display(file) + ": " + lines + " lines");
                }
            }
        }
        assertThat(tooLong).as("split these").isEmpty();
    }
}
