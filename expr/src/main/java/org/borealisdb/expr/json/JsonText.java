package org.borealisdb.expr.json;

import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A JSON text and where its values stand in it: a list of nodes in the order of the text, in which an object's members are a
 * key and a value each. Nodes are named by their place in the list; the root is node 0. Immutable.
 */
public final class JsonText {
    /**
     * How deep values may nest. PostgreSQL's limit is its stack ({@code max_stack_depth}), some 13,000 levels; this one leaves
     * room for recursion on a thread's stack.
     */
    public static final int MAXIMUM_DEPTH = 2000;

    private static final int FIELDS = 3;
    private static final int START = 0;
    private static final int END = 1;
    private static final int NEXT = 2;

    private final String text;
    private final Kind[] kinds;
    private final int[] nodes;

    private JsonText(String text, Kind[] kinds, int[] nodes) {
        this.text = text;
        this.kinds = kinds;
        this.nodes = nodes;
    }

    /** What a node is. */
    public enum Kind {
        /** Members: a node of the key, a node of the value. */
        OBJECT,
        /** Elements. */
        ARRAY,
        /** A string, with its quotes. */
        STRING,
        /** A number. */
        NUMBER,
        /** A boolean. */
        TRUE,
        /** A boolean. */
        FALSE,
        /** Nothing. */
        NULL
    }

    /** Fails as PostgreSQL does if a text is no JSON. */
    public static void check(String text) {
        new Parser(text, false).parse();
    }

    /**
     * Parses a text.
     *
     * @throws SqlException 22P02 if it is no JSON, 22P05 if it escapes a character that no text can hold, 54001 if it nests too deep
     */
    public static JsonText parse(String text) {
        Parser parser = new Parser(text, true);
        parser.parse();
        return new JsonText(text, parser.kinds, parser.nodes);
    }

    /** Returns whether a text is a number as JSON writes it. */
    public static boolean isNumber(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        return JsonLexer.numberEnd(text, digits) == text.length() && text.length() > digits;
    }

    /** Returns what a node is. */
    public Kind kind(int node) {
        return kinds[node];
    }

    /** Returns whether a node is an array or object. */
    public boolean isContainer(int node) {
        return kind(node) == Kind.OBJECT || kind(node) == Kind.ARRAY;
    }

    /** Returns the text of a node as it was written. */
    public String written(int node) {
        return text.substring(nodes[node * FIELDS + START], nodes[node * FIELDS + END]);
    }

    /** Returns the text of a string without quotes and escapes, of anything else as it was written. */
    public String plain(int node) {
        return kind(node) == Kind.STRING
                ? unescaped(nodes[node * FIELDS + START] + 1, nodes[node * FIELDS + END] - 1)
                : written(node);
    }

    private String unescaped(int start, int end) {
        int escape = text.indexOf('\\', start);
        if (escape < 0 || escape >= end) {
            return text.substring(start, end);
        }
        StringBuilder plain = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            char c = text.charAt(at++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    /** Returns the first node within a container; equals {@link #after} if it is empty. */
    public int first(int container) {
        return container + 1;
    }

    /** Returns the node after this one and all that is within it. */
    public int after(int node) {
        return nodes[node * FIELDS + NEXT];
    }

    /** Returns the number of an array's elements. */
    public int size(int array) {
        int count = 0;
        for (int node = first(array); node < after(array); node = after(node)) {
            count++;
        }
        return count;
    }

    /** Returns the element at a place counted from 0, or from the end if negative; -1 if there is none. */
    public int element(int array, int index) {
        int wanted = index < 0 ? size(array) + index : index;
        int node = first(array);
        for (int i = 0; i < wanted && node < after(array); i++) {
            node = after(node);
        }
        return wanted >= 0 && node < after(array) ? node : -1;
    }

    /** Reads a text. Belongs to one task. */
    private static final class Parser {
        private final JsonLexer lexer;
        private Kind[] kinds = new Kind[8];
        private int[] nodes = new int[FIELDS * 8];
        private int count;
        private int[] open = new int[16];
        private int depth;

        Parser(String text, boolean checksEscapes) {
            this.lexer = new JsonLexer(text, checksEscapes);
        }

        /** Reads a value, and what is within, without recursion: {@code open} holds the containers around. */
        void parse() {
            lexer.advance();
            value();
            while (depth > 0) {
                int container = open[depth - 1];
                boolean object = kinds[container] == Kind.OBJECT;
                boolean first = container == count - 1;
                JsonLexer.Token end = object ? JsonLexer.Token.OBJECT_END : JsonLexer.Token.ARRAY_END;
                if (lexer.token() == end) {
                    nodes[container * FIELDS + END] = lexer.end();
                    nodes[container * FIELDS + NEXT] = count;
                    depth--;
                    lexer.advance();
                    continue;
                }
                if (!first) {
                    if (lexer.token() != JsonLexer.Token.COMMA) {
                        throw lexer.unexpected(object ? "\",\" or \"}\"" : "\",\" or \"]\"");
                    }
                    lexer.advance();
                }
                if (object) {
                    key(first);
                }
                value();
            }
            if (lexer.token() != JsonLexer.Token.END) {
                throw lexer.notAtEnd();
            }
        }

        private void key(boolean first) {
            if (lexer.token() != JsonLexer.Token.STRING) {
                throw lexer.unexpected(first ? "string or \"}\"" : "string");
            }
            leaf(Kind.STRING);
            if (lexer.token() != JsonLexer.Token.COLON) {
                throw lexer.unexpected("\":\"");
            }
            lexer.advance();
        }

        private void value() {
            switch (lexer.token()) {
                case OBJECT_START -> begin(Kind.OBJECT);
                case ARRAY_START -> begin(Kind.ARRAY);
                case STRING -> leaf(Kind.STRING);
                case NUMBER -> leaf(Kind.NUMBER);
                case TRUE -> leaf(Kind.TRUE);
                case FALSE -> leaf(Kind.FALSE);
                case NULL -> leaf(Kind.NULL);
                case NONE, OBJECT_END, ARRAY_END, COMMA, COLON, END -> throw lexer.unexpected("JSON value");
            }
        }

        private void begin(Kind kind) {
            if (depth == MAXIMUM_DEPTH) {
                throw tooDeep();
            }
            if (depth == open.length) {
                open = Arrays.copyOf(open, depth * 2);
            }
            open[depth++] = count;
            add(kind);
            lexer.advance();
        }

        private void leaf(Kind kind) {
            add(kind);
            lexer.advance();
        }

        private void add(Kind kind) {
            if (count == kinds.length) {
                kinds = Arrays.copyOf(kinds, count * 2);
                nodes = Arrays.copyOf(nodes, nodes.length * 2);
            }
            kinds[count] = kind;
            int at = count++ * FIELDS;
            nodes[at + START] = lexer.start();
            nodes[at + END] = lexer.end();
            nodes[at + NEXT] = count;
        }
    }

    /** The error for what nests too deep. */
    static SqlException tooDeep() {
        return new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                .withHint("Increase the configuration parameter \"max_stack_depth\" (currently 2048kB),"
                        + " after ensuring the platform's stack depth limit is adequate.");
    }
}
