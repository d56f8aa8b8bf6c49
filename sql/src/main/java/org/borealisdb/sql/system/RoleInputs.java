package org.borealisdb.sql.system;

import java.util.List;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Turns what statements about roles give into what is stored of it. Belongs to one task. */
public interface RoleInputs {
    /** Returns what is stored of a password, which may have been hashed by the client. */
    String verifier(String password);

    /** Returns whether a password is empty, hashed or not: such a one is none. */
    boolean isEmpty(String password);

    /**
     * Returns the name of a setting as it is shown.
     *
     * @throws org.borealisdb.expr.error.SqlException 42704 if there is none
     */
    String settingName(String name);

    /**
     * Returns the value of a setting as it is stored.
     *
     * @throws org.borealisdb.expr.error.SqlException if the setting cannot have it
     */
    String settingValue(String name, List<SyntaxExpression> values);
}
