package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * A foreign key: rows of one table refer to rows of another, or of the same, by a unique key of those.
 *
 * @param object its catalog object, whose parent is the table that refers, and which is related to the table referred to
 */
public record ForeignKeyDefinition(CatalogObject object) {
    /** Property with the numbers of the columns that refer. */
    public static final String COLUMNS = CheckDefinition.COLUMNS;

    /** Property with the numbers of the columns referred to, one for each of those; only foreign keys have it. */
    public static final String REFERENCED = "referenced";

    /** Property with the id of the unique index over the columns referred to. */
    public static final String INDEX = "index";

    /** Property that is there for MATCH FULL. */
    public static final String FULL = "full";

    /** Property with what happens to rows when the one that they refer to is deleted: the letter of an {@link Action}. */
    public static final String ON_DELETE = "ondelete";

    /** Property with what happens to rows when the key that they refer to changes: the letter of an {@link Action}. */
    public static final String ON_UPDATE = "onupdate";

    /** Property with the numbers of the columns that a deletion sets; all if it is missing. */
    public static final String SET_COLUMNS = "setcolumns";

    /** Property that is there while rows that refer are not checked: PostgreSQL's triggers of the constraint on their table are disabled. */
    public static final String UNCHECKED = "unchecked";

    /** Property that is there while nothing is done about rows that refer to a row that goes or changes: the triggers on the table referred to are disabled. */
    public static final String UNHEEDED = "unheeded";

    /** What happens to rows that refer to a row that goes, or changes its key. */
    public enum Action {
        NO_ACTION('a', "NO ACTION"),
        RESTRICT('r', "RESTRICT"),
        CASCADE('c', "CASCADE"),
        SET_NULL('n', "SET NULL"),
        SET_DEFAULT('d', "SET DEFAULT");

        private final char letter;
        private final String text;

        Action(char letter, String text) {
            this.letter = letter;
            this.text = text;
        }

        /** Returns what the catalogs call it. */
        public char letter() {
            return letter;
        }

        /** Returns how it is written. */
        public String text() {
            return text;
        }

        /** Returns whether it only sees to it that there are no such rows. */
        public boolean isCheck() {
            return this == NO_ACTION || this == RESTRICT;
        }

        private static Action of(String letter) {
            for (Action action : values()) {
                if (letter.charAt(0) == action.letter) {
                    return action;
                }
            }
            throw new IllegalArgumentException("no action has the letter " + letter);
        }
    }

    /** Returns whether a constraint is a foreign key. */
    public static boolean isForeignKey(CatalogObject constraint) {
        return constraint.property(REFERENCED).isPresent();
    }

    /** Returns the name. */
    public String name() {
        return object.name();
    }

    /** Returns the id of the table that refers. */
    public long referencing() {
        return object.parent();
    }

    /** Returns the id of the table referred to. */
    public long referenced() {
        return object.related();
    }

    /** Returns the id of the unique index over the columns referred to. */
    public long index() {
        return Long.parseLong(object.property(INDEX).orElseThrow());
    }

    /** Returns the places of the columns that refer, from 0. */
    public List<Integer> columns() {
        return places(COLUMNS);
    }

    /** Returns the places of the columns referred to, from 0. */
    public List<Integer> referencedColumns() {
        return places(REFERENCED);
    }

    /** Returns the places of the columns that a deletion sets, from 0; without any, it sets all. */
    public List<Integer> setColumns() {
        return object.property(SET_COLUMNS).isPresent() ? places(SET_COLUMNS) : List.of();
    }

    private List<Integer> places(String property) {
        List<Integer> places = new ArrayList<>();
        for (String number : object.property(property).orElseThrow().split(",", -1)) {
            places.add(Integer.parseInt(number) - 1);
        }
        return places;
    }

    /** Returns whether keys must be NULL as a whole or not at all. */
    public boolean isFull() {
        return object.property(FULL).isPresent();
    }

    /** Returns what happens when a row referred to is deleted. */
    public Action onDelete() {
        return Action.of(object.property(ON_DELETE).orElse("a"));
    }

    /** Returns what happens when a key referred to changes. */
    public Action onUpdate() {
        return Action.of(object.property(ON_UPDATE).orElse("a"));
    }

    /** Returns whether rows that refer are checked when they are written. */
    public boolean isChecked() {
        return object.property(UNCHECKED).isEmpty();
    }

    /** Returns whether something is done about rows that refer to a row that goes or changes. */
    public boolean isHeeded() {
        return object.property(UNHEEDED).isEmpty();
    }

    /** Returns whether it was verified for all rows, rather than for those written since it was made. */
    public boolean isValidated() {
        return object.property(CheckDefinition.NOT_VALID).isEmpty();
    }

    /** Returns when it is checked. */
    public Deferral deferral() {
        return Deferral.of(object);
    }
}
