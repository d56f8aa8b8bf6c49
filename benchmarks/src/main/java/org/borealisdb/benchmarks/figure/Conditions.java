package org.borealisdb.benchmarks.figure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.borealisdb.runtime.config.ByteSize;

/** Under which conditions a measurement is made: what somebody needs to repeat it. Names no folders and no hosts. */
public final class Conditions {
    private Conditions() {}

    /**
     * Looks around.
     *
     * @param home      root of the working tree
     * @param workspace folder on the disk that is measured
     * @param program   the program that makes the load, which tells its version
     */
    public static Map<String, String> of(Path home, Path workspace, String program)
            throws IOException, InterruptedException {
        Map<String, String> conditions = new LinkedHashMap<>();
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        conditions.put(
                "machine",
                system.getAvailableProcessors() + " cores of " + processor() + ", "
                        + new ByteSize(system.getTotalMemorySize()) + " memory, Linux " + system.getVersion()
                        + "; servers and clients on the same machine");
        conditions.put("disk", Files.getFileStore(workspace).type());
        conditions.put(
                "load before",
                String.format(Locale.ROOT, "%.2f (average of the last minute)", system.getSystemLoadAverage()));
        conditions.put("Java", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        conditions.put("client", output(program, "--version"));
        conditions.put("Borealis", "commit " + output("git", "-C", home.toString(), "describe", "--always", "--dirty"));
        return conditions;
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown processor");
    }

    private static String output(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? text.strip() : "unknown";
        } catch (IOException missing) {
            return "unknown";
        }
    }
}
