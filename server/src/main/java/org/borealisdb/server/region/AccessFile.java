package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.wire.access.AccessRuleException;
import org.borealisdb.wire.access.AccessRules;

/**
 * The file of rules for who may connect, which need not be there. It is read again after it has changed; if it is wrong then, what was read before stays in force, and the log says what is wrong. Safe for use by all tasks.
 */
public final class AccessFile implements Supplier<AccessRules> {
    /** What it is called. */
    public static final String NAME = "pg_hba.conf";

    private static final System.Logger LOG = System.getLogger(AccessFile.class.getName());
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private volatile Known known;

    /** What was read last, and of which text. */
    private record Known(Optional<String> text, AccessRules rules) {}

    /**
     * Reads the file.
     *
     * @throws RegionProblemException if it is wrong, or cannot be read
     */
    public AccessFile(Path file) {
        this.file = file;
        try {
            Optional<String> text = text();
            known = new Known(text, rules(text));
        } catch (IOException | AccessRuleException wrong) {
            throw new RegionProblemException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public AccessRules get() {
        Known before = known;
        try {
            Optional<String> text = text();
            if (!text.equals(before.text())) {
                // Whatever comes of it, it is not to be said again for each client.
                known = new Known(text, before.rules());
                known = new Known(text, rules(text));
                LOG.log(System.Logger.Level.INFO, "{0} was read again", file);
            }
        } catch (IOException | AccessRuleException wrong) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} is not read again, the rules before stay in force: {1}",
                    file,
                    wrong.getMessage());
        }
        return known.rules();
    }

    private static AccessRules rules(Optional<String> text) {
        return text.map(AccessRules::parse).orElse(AccessRules.PASSWORDS);
    }

    /** Empty if there is no file. */
    private Optional<String> text() throws IOException {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new IOException("a file of " + size + " bytes, more than " + MOST_BYTES);
            }
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
