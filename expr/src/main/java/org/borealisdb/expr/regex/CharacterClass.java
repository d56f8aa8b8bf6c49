package org.borealisdb.expr.regex;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The named classes of characters. */
enum CharacterClass {
    ALNUM(c -> Character.isLetterOrDigit(c)),
    ALPHA(c -> Character.isLetter(c)),
    ASCII(c -> c < 0x80),
    BLANK(c -> c == ' ' || c == '\t' || (Character.getType(c) == Character.SPACE_SEPARATOR && c != 0xa0)),
    CNTRL(c -> Character.isISOControl(c)),
    DIGIT(c -> c >= '0' && c <= '9'),
    GRAPH(c -> isPrinted(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c)),
    LOWER(c -> Character.isLowerCase(c)),
    PRINT(CharacterClass::isPrinted),
    PUNCT(c -> isPrinted(c) && !Character.isLetterOrDigit(c) && !Character.isSpaceChar(c)),
    SPACE(c -> c == ' ' || (c >= '\t' && c <= '\r') || (c > 0x7f && Character.isWhitespace(c))),
    UPPER(c -> Character.isUpperCase(c)),
    XDIGIT(c -> Character.digit(c, 16) >= 0 && c < 0x80),
    WORD(c -> c == '_' || Character.isLetterOrDigit(c));

    private static final Map<String, CharacterClass> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(each -> each.name().toLowerCase(Locale.ROOT), each -> each));

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas above have no state.
    private final IntPredicate test;

    CharacterClass(IntPredicate test) {
        this.test = test;
    }

    private static boolean isPrinted(int c) {
        return Character.isDefined(c) && !Character.isISOControl(c);
    }

    static Optional<CharacterClass> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    boolean contains(int c) {
        return test.test(c);
    }
}
