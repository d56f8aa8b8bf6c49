package org.borealisdb.benchmarks.contender;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code instance add --json} prints. */
final class AddedReader {
    private static final Pattern URL_PORT = Pattern.compile("\"url\" : \"[^\"]*:([0-9]+)/");

    private AddedReader() {}

    /** The port that clients of the reader connect to. */
    static int port(String name, String printed) {
        Matcher port = URL_PORT.matcher(printed);
        if (!port.find()) {
            throw new BenchmarkException("no URL in what was said of " + name + ": " + printed);
        }
        return Integer.parseInt(port.group(1));
    }
}
