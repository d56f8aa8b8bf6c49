package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.sql.ast.StatementText;

/** The constants of the statement that is being read, and the fingerprint of its tokens. Belongs to one parse. */
final class ConstantSites {
    private static final long SEED = 0x51_7C_C1_B7_27_22_0A_95L;
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int CONSTANT = 101;

    private final Tokens tokens;
    private final List<StatementText.Constant> sites = new ArrayList<>();

    ConstantSites(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Notes that a token is a constant. */
    void note(int token) {
        sites.add(new StatementText.Constant(tokens.start(token), tokens.end(token)));
    }

    /** A sign before the constant noted last is part of it, if it is the number at {@code number}. */
    void noteSign(int sign, int number) {
        if (!sites.isEmpty() && sites.getLast().start() == number) {
            sites.set(
                    sites.size() - 1,
                    new StatementText.Constant(sign, sites.getLast().end()));
        }
    }

    int count() {
        return sites.size();
    }

    /** Forgets what was noted beyond a count: it was no constant, but says what is done. */
    void forget(int count) {
        sites.subList(count, sites.size()).clear();
    }

    /**
     * Returns what is known of a statement that was read, and forgets its constants.
     *
     * @param first its first token
     * @param behind the token behind its last one
     * @param start where its text begins
     * @param compared where the text begins that tells it from others
     * @param constants whether its constants may be left out
     */
    StatementText take(int first, int behind, int start, int compared, boolean constants) {
        List<StatementText.Constant> found = List.of();
        if (constants) {
            sites.sort(Comparator.comparingInt(StatementText.Constant::start));
            found = new ArrayList<>(sites);
        }
        sites.clear();
        int parameter = 0;
        int next = 0;
        long hash = SEED;
        for (int token = first; token < behind; token++) {
            int at = tokens.start(token);
            if (tokens.kind(token) == TokenKind.PARAMETER) {
                parameter = Math.max(parameter, Integer.parseInt(tokens.value(token)));
            }
            while (next < found.size() && found.get(next).end() <= at) {
                next++;
            }
            boolean within = next < found.size() && found.get(next).start() <= at;
            if (at < compared) {
                continue;
            }
            hash = within ? constant(hash, token) : plain(hash, token);
        }
        return new StatementText(start, Math.max(start, tokens.start(behind)), found, parameter, mixed(hash));
    }

    /** A sign is part of a number, and both truth values are of one type. */
    private long constant(long hash, int token) {
        return switch (tokens.kind(token)) {
            case OPERATOR -> hash;
            case KEYWORD -> {
                boolean truth = tokens.keyword(token) == Keyword.TRUE || tokens.keyword(token) == Keyword.FALSE;
                yield added(hash, CONSTANT + (truth ? 2 : 1));
            }
            default -> added(added(hash, CONSTANT), tokens.kind(token).name());
        };
    }

    private long plain(long hash, int token) {
        long sum = added(hash, tokens.kind(token).name());
        return switch (tokens.kind(token)) {
            case IDENTIFIER, KEYWORD, INTEGER, NUMBER, STRING, BIT_STRING, HEXADECIMAL_STRING, PARAMETER, OPERATOR ->
                added(sum, tokens.value(token));
            default -> sum;
        };
    }

    private static long added(long hash, int value) {
        return (hash ^ value) * FACTOR;
    }

    private static long added(long hash, String value) {
        long sum = hash;
        for (int i = 0; i < value.length(); i++) {
            sum = added(sum, value.charAt(i));
        }
        return added(sum, value.length());
    }

    private static long mixed(long hash) {
        long once = (hash ^ (hash >>> 32)) * FACTOR;
        return once ^ (once >>> 29);
    }
}
