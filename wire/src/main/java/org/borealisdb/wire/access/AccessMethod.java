package org.borealisdb.wire.access;

import java.util.Arrays;
import java.util.Optional;

/** What is asked of a client. */
public enum AccessMethod {
    /** Nothing: it is whom it says. */
    TRUST("trust"),
    /** It may not connect. */
    REJECT("reject"),
    /** The role's password, by SCRAM. */
    SCRAM("scram-sha-256"),
    /** The same, for all passwords are stored for SCRAM: so does PostgreSQL then. */
    MD5("md5");

    private final String word;

    AccessMethod(String word) {
        this.word = word;
    }

    static Optional<AccessMethod> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** Returns the word for it in a rule. */
    public String word() {
        return word;
    }
}
