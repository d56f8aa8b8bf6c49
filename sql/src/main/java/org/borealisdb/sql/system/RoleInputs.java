package org.borealisdb.sql.system;

import java.util.List;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Turns what statements about roles and settings give into what is stored of it. Belongs to one task. */
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
     * Returns the name of a setting of the system as it is shown.
     *
     * @throws org.borealisdb.expr.error.SqlException 42704 if there is none, 55P02 if nobody can change it, 0A000 if that is not possible here
     */
    String systemSettingName(String name);

    /**
     * Returns the value of a setting of the system as it is stored.
     *
     * @throws org.borealisdb.expr.error.SqlException if the setting cannot have it
     */
    String systemSettingValue(String name, List<SyntaxExpression> values);

    /**
     * Returns the value of a setting as it is stored.
     *
     * @throws org.borealisdb.expr.error.SqlException if the setting cannot have it
     */
    String settingValue(String name, List<SyntaxExpression> values);

    /**
     * Returns the value that a setting has now as it is stored.
     *
     * @throws org.borealisdb.expr.error.SqlException 42704 if there is no such setting
     */
    String currentValue(String name);

    /** Returns the schemas that a value of the search path stands for. */
    List<String> searchPath(String value);
}
