package org.borealisdb.expr.value;

import java.util.regex.Pattern;

/** Floating-point numbers in hexadecimal, such as {@code 0x1.8p3}, as C's strtod reads them. */
final class HexadecimalFloat {
    private static final Pattern FORM =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?");
    private static final Pattern NOT_ZERO = Pattern.compile("[+-]?0[xX][0.]*[1-9a-fA-F].*");

    private HexadecimalFloat() {}

    static boolean matches(String word) {
        return FORM.matcher(word).matches();
    }

    /** Returns the number with the power of two that the JDK insists on. */
    static String withExponent(String word) {
        return word.indexOf('p') < 0 && word.indexOf('P') < 0 ? word + "p0" : word;
    }

    static boolean isNotZero(String word) {
        return NOT_ZERO.matcher(word).matches();
    }
}
