package org.borealisdb.expr.scalar;

/** How characters of several bytes are told apart in the encodings that have such, as PostgreSQL looks at them before it converts them. Stateless. */
final class MultiByteForm {
    private static final int SS2 = 0x8e;
    private static final int SS3 = 0x8f;

    private MultiByteForm() {}

    /** Whether an encoding has such characters. */
    static boolean has(TextEncoding encoding) {
        return encoding != TextEncoding.UTF8 && !encoding.charset().isEmpty();
    }

    /** Returns how many bytes the character at a place has by its first ones; there may be fewer left. */
    static int length(TextEncoding encoding, byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        return switch (encoding) {
            case EUC_JP, JOHAB -> first == SS3 ? 3 : 2;
            case EUC_TW -> first == SS2 ? 4 : first == SS3 ? 3 : 2;
            case SJIS, SHIFT_JIS_2004 -> first >= 0xa1 && first <= 0xdf ? 1 : 2;
            case GB18030 -> at + 1 < bytes.length && isIn(bytes, at + 1, 0x30, 0x39) ? 4 : 2;
            default -> 2;
        };
    }

    /** Whether the character of a length at a place, which has all of its bytes, is well formed. */
    static boolean isWellFormed(TextEncoding encoding, byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return first != 0;
        }
        return switch (encoding) {
            case EUC_JP ->
                first == SS2
                        ? isIn(bytes, at + 1, 0xa1, 0xdf)
                        : (first == SS3 || isIn(bytes, at, 0xa1, 0xfe)) && isGraphic(bytes, at + 1, at + length);
            case EUC_CN, EUC_KR -> isGraphic(bytes, at, at + length);
            case EUC_TW ->
                first != SS3
                        && (length == 2 || isIn(bytes, at + 1, 0xa1, 0xa7))
                        && isGraphic(bytes, at + length / 2, at + length);
            case JOHAB -> isGraphic(bytes, at + 1, at + length);
            case SJIS, SHIFT_JIS_2004 ->
                length == 1
                        || ((isIn(bytes, at, 0x81, 0x9f) || isIn(bytes, at, 0xe0, 0xfc))
                                && (isIn(bytes, at + 1, 0x40, 0x7e) || isIn(bytes, at + 1, 0x80, 0xfc)));
            case GB18030 ->
                isIn(bytes, at, 0x81, 0xfe)
                        && (length == 4
                                ? isIn(bytes, at + 2, 0x81, 0xfe) && isIn(bytes, at + 3, 0x30, 0x39)
                                : isIn(bytes, at + 1, 0x40, 0x7e) || isIn(bytes, at + 1, 0x80, 0xfe));
            // PostgreSQL keeps one pair of bytes for what is never valid.
            default -> bytes[at + 1] != 0 && !(first == 0x8d && bytes[at + 1] == ' ');
        };
    }

    private static boolean isGraphic(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isIn(bytes, i, 0xa1, 0xfe)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(byte[] bytes, int at, int first, int last) {
        int value = bytes[at] & 0xff;
        return value >= first && value <= last;
    }
}
