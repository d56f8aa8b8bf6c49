package org.borealisdb.cloud.credential;

import java.text.Normalizer;

/** SASLprep (RFC 4013) of passwords, with PostgreSQL's leniency: a password that it prohibits is used as it is. */
public final class SaslPreparation {
    private SaslPreparation() {}

    /** The normalized password, or the password itself if it may not be normalized. */
    public static String prepare(String password) {
        if (password.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder(password.length());
        password.codePoints().forEach(point -> map(mapped, point));
        String normalized = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean allowed = !normalized.isEmpty()
                && normalized.codePoints().noneMatch(SaslPreparation::isProhibited)
                && directionIsConsistent(normalized);
        return allowed ? normalized : password;
    }

    /** Spaces become a space (RFC 3454, C.1.2), what is commonly mapped to nothing (B.1) goes. */
    private static void map(StringBuilder target, int point) {
        if (point == 0x200b || (point != 0x20 && Character.getType(point) == Character.SPACE_SEPARATOR)) {
            target.append(' ');
        } else if (!isMappedToNothing(point)) {
            target.appendCodePoint(point);
        }
    }

    private static boolean isMappedToNothing(int point) {
        return point == 0xad
                || point == 0x34f
                || point == 0x1806
                || (point >= 0x180b && point <= 0x180d)
                || point == 0x200c
                || point == 0x200d
                || point == 0x2060
                || (point >= 0xfe00 && point <= 0xfe0f)
                || point == 0xfeff;
    }

    /** RFC 3454, tables C.2 to C.9 and, for what no Unicode version has assigned, A.1. */
    private static boolean isProhibited(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default ->
                point == 0x340
                        || point == 0x341
                        || point == 0x6dd
                        || point == 0x70f
                        || point == 0x180e
                        || point == 0x200e
                        || point == 0x200f
                        || (point >= 0x202a && point <= 0x202e)
                        || (point >= 0x2061 && point <= 0x2063)
                        || (point >= 0x206a && point <= 0x206f)
                        || (point >= 0x2ff0 && point <= 0x2ffb)
                        || (point >= 0xfff9 && point <= 0xfffd)
                        || (point >= 0x1d173 && point <= 0x1d17a)
                        || (point >= 0xe0001 && point <= 0xe007f);
        };
    }

    /** RFC 3454, section 6: right-to-left text begins and ends so, and has no left-to-right character in it. */
    private static boolean directionIsConsistent(String text) {
        if (text.codePoints().noneMatch(SaslPreparation::isRightToLeft)) {
            return true;
        }
        return isRightToLeft(text.codePointAt(0))
                && isRightToLeft(text.codePointBefore(text.length()))
                && text.codePoints()
                        .noneMatch(
                                point -> Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    }

    private static boolean isRightToLeft(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
