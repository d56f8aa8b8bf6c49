package org.borealisdb.expr.scalar;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Texts without accents: each byte of the database's encoding, UTF-8, is taken for a character of another one, as PostgreSQL does. Stateless. */
final class AsciiText {
    private static final int FIRST_OF_ISO = 0xa0;
    private static final int FIRST_OF_WINDOWS = 0x80;
    private static final int FIRST_BEYOND = 0x80;

    /** What bytes from the first one on become. */
    private record Letters(int first, String letters) {}

    private static final Map<TextEncoding, Letters> TABLES = Map.of(
            TextEncoding.LATIN1,
                    new Letters(
                            FIRST_OF_ISO,
                            "  cL Y  \"Ca  -R     'u .,      ?AAAAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooooo/ouuuuyty"),
            TextEncoding.LATIN2,
                    new Letters(
                            FIRST_OF_ISO,
                            " A L LS \"SSTZ-ZZ a,l'ls ,sstz\"zzRAAAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoooo/ruuuuyt."),
            TextEncoding.LATIN9,
                    new Letters(
                            FIRST_OF_ISO,
                            "  cL YS sCa  -R     Zu .z   EeY?AAAAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooooo/ouuuuyty"),
            TextEncoding.WIN1250,
                    new Letters(
                            FIRST_OF_WINDOWS,
                            "  ' \"    %S<STZZ `'\"\".--  s>stzz   L A  \"CS  -RZ  ,l'u .,as L\"lzRAAAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoooo/ruuuuyt "));

    private AsciiText() {}

    static String of(String text, TextEncoding encoding) {
        Letters table = TABLES.get(encoding);
        if (table == null) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "encoding conversion from " + encoding + " to ASCII not supported");
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int value = each & 0xff;
            plain.append(
                    value < FIRST_BEYOND
                            ? (char) value
                            : value < table.first() ? ' ' : table.letters().charAt(value - table.first()));
        }
        return plain.toString();
    }
}
