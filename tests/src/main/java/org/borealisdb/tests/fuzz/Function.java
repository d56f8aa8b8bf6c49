package org.borealisdb.tests.fuzz;

import java.util.List;

/** A function in SQL that the schema has. */
record Function(String name, List<Sort> arguments, Sort result) {
    Function {
        arguments = List.copyOf(arguments);
    }
}
