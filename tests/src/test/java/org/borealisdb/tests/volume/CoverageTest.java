package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is expected of the simulation is all that the sources can count. */
class CoverageTest {
    private static final Pattern COUNTED = Pattern.compile("\"((?:storage|volume|healing)\\.[\\w.-]*\\w)\"");

    @Test
    void everyCounterOfStorageAndVolumeIsExpectedOrOutOfReach() throws IOException {
        TreeSet<String> counted = new TreeSet<>();
        for (String module : List.of("storage", "volume")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Matcher matcher = COUNTED.matcher(Files.readString(file));
                    while (matcher.find()) {
                        counted.add(matcher.group(1));
                    }
                }
            }
        }
        TreeSet<String> known = new TreeSet<>(Coverage.PROTOCOL);
        known.addAll(Coverage.OUT_OF_REACH);
        known.addAll(Coverage.READERS);
        known.addAll(Coverage.READERS_SELDOM);
        assertThat(counted).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void namesWhatNeverHappened() {
        assertThat(Coverage.neverHit(Map.of("fault.crash.node", 3L, "volume.grown", 1L)))
                .doesNotContain("fault.crash.node", "volume.grown")
                .contains("fault.crash.zone", "volume.created");
    }
}
