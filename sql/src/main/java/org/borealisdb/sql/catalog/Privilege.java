package org.borealisdb.sql.catalog;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a role may do with an object, in the order in which PostgreSQL shows it. */
public enum Privilege {
    INSERT('a'),
    SELECT('r'),
    UPDATE('w'),
    DELETE('d'),
    TRUNCATE('D'),
    REFERENCES('x'),
    TRIGGER('t'),
    EXECUTE('X'),
    USAGE('U'),
    CREATE('C'),
    TEMPORARY('T'),
    CONNECT('c');

    private final char letter;

    Privilege(char letter) {
        this.letter = letter;
    }

    /** Returns the letter that stands for it in access lists. */
    public char letter() {
        return letter;
    }

    /** Returns the privilege that a letter stands for. */
    static Privilege ofLetter(char letter) {
        return Arrays.stream(values())
                .filter(each -> each.letter == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no privilege has the letter " + letter));
    }

    /** Returns the privilege of a word, in any case. */
    public static Optional<Privilege> named(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> each.name().equals(upper) || (each == TEMPORARY && upper.equals("TEMP")))
                .findFirst();
    }

    /** Returns all privileges that there are on a kind of object. */
    public static Set<Privilege> on(ObjectClass kind) {
        return switch (kind) {
            case RELATION -> EnumSet.range(INSERT, TRIGGER);
            case COLUMN -> EnumSet.of(INSERT, SELECT, UPDATE, REFERENCES);
            case SEQUENCE -> EnumSet.of(SELECT, UPDATE, USAGE);
            case DATABASE -> EnumSet.of(CREATE, TEMPORARY, CONNECT);
            case SCHEMA -> EnumSet.of(USAGE, CREATE);
            case TYPE -> EnumSet.of(USAGE);
            case FUNCTION -> EnumSet.of(EXECUTE);
        };
    }

    /** Returns what everybody may do with an object whose owner has said nothing. */
    static Set<Privilege> ofPublic(ObjectClass kind) {
        return switch (kind) {
            case DATABASE -> EnumSet.of(TEMPORARY, CONNECT);
            case TYPE -> EnumSet.of(USAGE);
            case FUNCTION -> EnumSet.of(EXECUTE);
            case RELATION, COLUMN, SEQUENCE, SCHEMA -> EnumSet.noneOf(Privilege.class);
        };
    }

    /** The kinds of objects that differ in their privileges. */
    public enum ObjectClass {
        /** Tables and views. */
        RELATION,
        COLUMN,
        SEQUENCE,
        DATABASE,
        SCHEMA,
        TYPE,
        FUNCTION
    }
}
