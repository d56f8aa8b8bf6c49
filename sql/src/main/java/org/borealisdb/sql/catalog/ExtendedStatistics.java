package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * What a user asked to be known of several columns of a table, or of expressions over them, as the catalog keeps it. Its dimensions are the columns, in the order of the table, and then the
 * expressions. What ANALYZE has found is an object within it.
 *
 * @param object its catalog object, which is related to the table
 */
public record ExtendedStatistics(CatalogObject object) {
    /** Most dimensions. */
    public static final int MOST = 8;

    /** How many values of several dimensions there are. */
    public static final char DISTINCT = 'd';

    /** Which dimensions depend on which others. */
    public static final char DEPENDENCIES = 'f';

    /** Which values of all dimensions are the most common ones. */
    public static final char COMMON = 'm';

    /** What is known of expressions as of columns. */
    public static final char EXPRESSIONS = 'e';

    /** Property with the kinds, a letter each. */
    public static final String KINDS = "kinds";

    /** Property with the numbers of the columns, with commas between them. */
    public static final String COLUMNS = "columns";

    /** What the properties with the expressions begin with; their numbers, which count from 1, follow. */
    public static final String EXPRESSION = "expression";

    /** Property with how much ANALYZE is to find out, if that was said. */
    public static final String TARGET = "target";

    /** Name of the object with what ANALYZE has found. */
    public static final String FOUND = "0";

    /** Returns those of a table among the objects that belong to it, in the order in which they were made. */
    public static List<ExtendedStatistics> among(List<CatalogObject> parts) {
        return parts.stream()
                .filter(part -> part.kind() == CatalogKind.EXTENDED_STATISTICS)
                .map(ExtendedStatistics::new)
                .toList();
    }

    /** Returns the table. */
    public long table() {
        return object.related();
    }

    /** Returns whether a kind of statistics is wanted. */
    public boolean has(char kind) {
        return kinds().indexOf(kind) >= 0;
    }

    /** Returns the kinds of statistics, a letter each. */
    public String kinds() {
        return object.property(KINDS).orElseThrow();
    }

    /** Returns the numbers of the columns, in order. */
    public List<Integer> columns() {
        String numbers = object.property(COLUMNS).orElse("");
        return numbers.isEmpty()
                ? List.of()
                : Stream.of(numbers.split(",", -1)).map(Integer::valueOf).toList();
    }

    /** Returns the expressions, as they are stored. */
    public List<String> expressions() {
        List<String> texts = new ArrayList<>();
        Optional<String> text = object.property(EXPRESSION + 1);
        while (text.isPresent()) {
            texts.add(text.get());
            text = object.property(EXPRESSION + (texts.size() + 1));
        }
        return texts;
    }

    /** Returns how much ANALYZE is to find out; -1 if that was not said. */
    public int target() {
        return object.property(TARGET).map(Integer::parseInt).orElse(-1);
    }
}
