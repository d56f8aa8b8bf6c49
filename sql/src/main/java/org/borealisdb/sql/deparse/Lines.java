package org.borealisdb.sql.deparse;

/** A text that is written from its beginning to its end, with its indentation. */
final class Lines {
    /** How far a clause stands from its query's beginning. */
    static final int CLAUSE = 8;

    /** How far a join stands from its clause, and what else is continued on a line of its own. */
    static final int PART = 4;

    /** Lines that would begin further to the right are put closer to each other. */
    private static final int FARTHEST = 40;

    private final boolean one;
    private StringBuilder text = new StringBuilder();
    private int indent;

    private Lines(boolean one, int indent) {
        this.one = one;
        this.indent = indent;
    }

    /** Makes a text of many lines. */
    static Lines indentedBy(int indent) {
        return new Lines(false, indent);
    }

    /** Makes a text of one line. */
    static Lines one() {
        return new Lines(true, 0);
    }

    /** Returns whether all of it stands on one line. */
    boolean isOne() {
        return one;
    }

    Lines add(String more) {
        text.append(more);
        return this;
    }

    /** Changes how far lines are indented that come later. */
    void indent(int by) {
        indent += by;
    }

    /** Returns how far lines are indented. */
    int indented() {
        return indent;
    }

    void setIndented(int now) {
        indent = now;
    }

    /** Begins a line with a word. */
    void line(String word, int before, int after, int more) {
        if (one) {
            text.append(word);
            return;
        }
        indent += before;
        trim();
        int amount = indent < FARTHEST ? Math.max(indent, 0) : (FARTHEST + (indent - FARTHEST) / PART) % FARTHEST;
        text.append('\n').append(" ".repeat(amount + more)).append(word);
        indent = Math.max(indent + after, 0);
    }

    /** Begins a line with a word, which a blank stands before where there are no lines. */
    void lineOrBlank(String word, int before, int after, int more) {
        text.append(one ? " " : "");
        line(word, before, after, more);
    }

    /** Indents what a query begins with. */
    void begin() {
        if (!one) {
            indent += CLAUSE;
            text.append(' ');
        }
    }

    /** Begins the line of a clause. */
    void clause(String word, int more) {
        line(word, -CLAUSE, CLAUSE, more);
    }

    /** Takes blanks from the end. */
    void trim() {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == ' ') {
            length--;
        }
        text.setLength(length);
    }

    /** Returns how long the last line is. */
    int lastLine() {
        return text.length() - (text.lastIndexOf("\n") + 1);
    }

    /** Returns what is written meanwhile, which is kept out of this text. */
    String apart(Runnable writing) {
        StringBuilder before = text;
        text = new StringBuilder();
        try {
            writing.run();
            return text.toString();
        } finally {
            text = before;
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
