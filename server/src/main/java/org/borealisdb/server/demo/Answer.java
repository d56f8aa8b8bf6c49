package org.borealisdb.server.demo;

import java.util.List;
import java.util.Optional;

/**
 * What a client was told.
 *
 * @param lines results and errors in order, as psql prints them: fields separated by {@code |}, command tags, errors that begin with
 *              {@code ERROR:} or {@code FATAL:}
 * @param ended whether the session has ended
 */
public record Answer(List<String> lines, boolean ended) {
    public Answer {
        lines = List.copyOf(lines);
    }

    /** The last line, if there was no error and the session goes on. */
    public Optional<String> last() {
        return ended || error().isPresent() || lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    /** The first line that is an error. */
    public Optional<String> error() {
        return lines.stream()
                .filter(line ->
                        line.startsWith("ERROR:") || line.startsWith("FATAL:") || line.startsWith("psql: error:"))
                .findFirst();
    }
}
