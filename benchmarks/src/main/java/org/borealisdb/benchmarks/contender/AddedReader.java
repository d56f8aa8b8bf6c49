package org.borealisdb.benchmarks.contender;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader that was added.
 *
 * @param place where it takes clients
 * @param seconds from the question of the command until the reader was said to serve; the start of the command is not in it
 */
public record AddedReader(Endpoint place, double seconds) {
    private static final Pattern URL_PORT = Pattern.compile("\"url\" : \"[^\"]*:([0-9]+)/");
    private static final Pattern SECONDS = Pattern.compile("\"seconds\" : ([0-9.]+)");

    /** Reads what {@code instance add --json} prints. */
    static AddedReader of(String name, String printed, String password) {
        int port = Integer.parseInt(find(URL_PORT, name, printed));
        return new AddedReader(new Endpoint(port, password), Double.parseDouble(find(SECONDS, name, printed)));
    }

    private static String find(Pattern what, String name, String printed) {
        Matcher found = what.matcher(printed);
        if (!found.find()) {
            throw new BenchmarkException("no URL or seconds in what was said of " + name + ": " + printed);
        }
        return found.group(1);
    }
}
