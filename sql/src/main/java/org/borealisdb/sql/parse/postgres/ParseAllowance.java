package org.borealisdb.sql.parse.postgres;

/** Lets a parse go on, or ends it. Called by the task that parses. */
public interface ParseAllowance {
    /** Lets every parse go on: of texts that have been parsed before. */
    ParseAllowance UNBOUNDED = new ParseAllowance() {
        @Override
        public void read(int tokens) {}

        @Override
        public void step() {}
    };

    /**
     * Called when more tokens have been read, of each of which the statement will have a part.
     *
     * @throws org.borealisdb.expr.error.SqlException 53200 if there is no memory for that, 57014 if the statement is not wanted any more
     */
    void read(int tokens);

    /**
     * Called now and then.
     *
     * @throws org.borealisdb.expr.error.SqlException 57014 if the statement is not wanted any more
     */
    void step();
}
