package org.borealisdb.expr.value;

/** How dates and timestamps are written: the first half of the setting {@code DateStyle}. */
public enum DateStyle {
    /** {@code 1997-12-17 07:37:16-08}, as ISO 8601 has it but for the space. */
    ISO("ISO"),
    /** {@code 12/17/1997 07:37:16.00 PST}. */
    SQL("SQL"),
    /** {@code Wed Dec 17 07:37:16 1997 PST}. */
    POSTGRES("Postgres"),
    /** {@code 17.12.1997 07:37:16.00 PST}. */
    GERMAN("German");

    private final String settingName;

    DateStyle(String settingName) {
        this.settingName = settingName;
    }

    /** Returns the name as SHOW has it. */
    public String settingName() {
        return settingName;
    }
}
