package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pauses of garbage collections in milliseconds, as {@code -Xlog:gc} logs them. */
record Pauses(List<Double> millis) {
    static final Pauses NONE = new Pauses(List.of());

    private static final Pattern LINE = Pattern.compile("Pause .* ([0-9.]+)ms$");

    Pauses {
        millis = List.copyOf(millis);
    }

    /** Those in a log; none if there is no log. */
    static Pauses read(Path log) throws IOException {
        if (!Files.exists(log)) {
            return NONE;
        }
        List<Double> millis = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                millis.add(Double.valueOf(matcher.group(1)));
            }
        }
        return new Pauses(millis);
    }

    /** Those that came after an earlier look; all, if the log has been begun again since. */
    Pauses since(Pauses earlier) {
        int known = earlier.millis.size();
        return known > millis.size() ? this : new Pauses(millis.subList(known, millis.size()));
    }

    double longest() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    double total() {
        return millis.stream().mapToDouble(Double::doubleValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d pauses, longest %.1f ms, together %.0f ms", millis.size(), longest(), total());
    }
}
