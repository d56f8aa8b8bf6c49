package org.borealisdb.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CompilerThreadsTest {
    private static final int NICE = 7;

    @Test
    void onlyThoseThatCompileGiveWay() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        GivingWay.class.getName(),
                        String.valueOf(NICE))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", printed).isZero();
        int given = Integer.parseInt(printed.getFirst());
        assertThat(given).isPositive();
        List<String> threads = printed.subList(1, printed.size());
        // Another may have been started meanwhile: by one of them, so that it gives way too.
        assertThat(threads.stream().filter(thread -> thread.matches("C[12] Compiler.*=" + NICE)))
                .hasSizeGreaterThanOrEqualTo(given);
        assertThat(threads.stream().filter(thread -> !thread.startsWith("C1 ") && !thread.startsWith("C2 ")))
                .noneMatch(thread -> thread.endsWith("=" + NICE))
                .isNotEmpty();
    }
}
