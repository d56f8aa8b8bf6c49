package org.borealisdb.expr.scalar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The encodings of texts that PostgreSQL knows, in the order of their numbers. Here texts are always UTF-8; they can be converted from and to most of the others. */
public enum TextEncoding {
    SQL_ASCII(0, "", ""),
    EUC_JP(1, "EUC-JP", ""),
    EUC_CN(2, "GB2312", ""),
    EUC_KR(3, "EUC-KR", ""),
    EUC_TW(4, "x-EUC-TW", ""),
    EUC_JIS_2004(5, "", ""),
    UTF8(6, "UTF-8", "unicode"),
    MULE_INTERNAL(7, "", ""),
    LATIN1(8, "", "iso88591"),
    LATIN2(9, "", "iso88592"),
    LATIN3(10, "", "iso88593"),
    LATIN4(11, "", "iso88594"),
    LATIN5(12, "", "iso88599"),
    LATIN6(13, "", "iso885910"),
    LATIN7(14, "", "iso885913"),
    LATIN8(15, "", "iso885914"),
    LATIN9(16, "", "iso885915"),
    LATIN10(17, "", "iso885916"),
    WIN1256(18, "", "windows1256"),
    WIN1258(19, "", "windows1258 abc tcvn tcvn5712 vscii"),
    WIN866(20, "", "windows866 alt"),
    WIN874(21, "", "windows874"),
    KOI8R(22, "", "koi8"),
    WIN1251(23, "", "windows1251 win"),
    WIN1252(24, "", "windows1252"),
    ISO_8859_5(25, "", ""),
    ISO_8859_6(26, "", ""),
    ISO_8859_7(27, "", ""),
    ISO_8859_8(28, "", ""),
    WIN1250(29, "", "windows1250"),
    WIN1253(30, "", "windows1253"),
    WIN1254(31, "", "windows1254"),
    WIN1255(32, "", "windows1255"),
    WIN1257(33, "", "windows1257"),
    KOI8U(34, "", ""),
    SJIS(35, "windows-31j", "mskanji shiftjis win932 windows932"),
    BIG5(36, "Big5", "win950 windows950"),
    GBK(37, "GBK", "win936 windows936"),
    UHC(38, "x-windows-949", "win949 windows949"),
    GB18030(39, "GB18030", ""),
    JOHAB(40, "x-Johab", ""),
    SHIFT_JIS_2004(41, "x-SJIS_0213", "");

    private static final Map<String, TextEncoding> BY_NAME = new LinkedHashMap<>();
    private static final Map<Integer, TextEncoding> BY_NUMBER = new LinkedHashMap<>();

    static {
        for (TextEncoding each : values()) {
            BY_NAME.put(cleaned(each.name()), each);
            BY_NUMBER.put(each.number, each);
            for (String alias : each.aliases.split(" ", -1)) {
                if (!alias.isEmpty()) {
                    BY_NAME.put(alias, each);
                }
            }
        }
    }

    private final int number;
    private final String charset;
    private final String aliases;

    TextEncoding(int number, String charset, String aliases) {
        this.number = number;
        this.charset = charset;
        this.aliases = aliases;
    }

    private static String cleaned(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Returns the encoding of a name, whatever its case and signs between letters. */
    public static Optional<TextEncoding> named(String name) {
        return Optional.ofNullable(BY_NAME.get(cleaned(name)));
    }

    /** Returns the encoding with a number. */
    public static Optional<TextEncoding> withNumber(long number) {
        return number == (int) number ? Optional.ofNullable(BY_NUMBER.get((int) number)) : Optional.empty();
    }

    /** Returns PostgreSQL's number of it. */
    public int number() {
        return number;
    }

    /** Returns the JDK's name of an encoding with characters of several bytes, empty if it has none. */
    String charset() {
        return charset;
    }
}
