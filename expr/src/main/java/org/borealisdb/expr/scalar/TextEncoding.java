package org.borealisdb.expr.scalar;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The encodings of texts that PostgreSQL knows, in the order of their numbers. Here texts are always UTF-8; they can be converted from and to most of the others. */
public enum TextEncoding {
    SQL_ASCII(""),
    EUC_JP("EUC-JP"),
    EUC_CN("GB2312"),
    EUC_KR("EUC-KR"),
    EUC_TW("x-EUC-TW"),
    EUC_JIS_2004(""),
    UTF8("UTF-8", "unicode"),
    MULE_INTERNAL(""),
    LATIN1("", "iso88591"),
    LATIN2("", "iso88592"),
    LATIN3("", "iso88593"),
    LATIN4("", "iso88594"),
    LATIN5("", "iso88599"),
    LATIN6("", "iso885910"),
    LATIN7("", "iso885913"),
    LATIN8("", "iso885914"),
    LATIN9("", "iso885915"),
    LATIN10("", "iso885916"),
    WIN1256("", "windows1256"),
    WIN1258("", "windows1258", "abc", "tcvn", "tcvn5712", "vscii"),
    WIN866("", "windows866", "alt"),
    WIN874("", "windows874"),
    KOI8R("", "koi8"),
    WIN1251("", "windows1251", "win"),
    WIN1252("", "windows1252"),
    ISO_8859_5(""),
    ISO_8859_6(""),
    ISO_8859_7(""),
    ISO_8859_8(""),
    WIN1250("", "windows1250"),
    WIN1253("", "windows1253"),
    WIN1254("", "windows1254"),
    WIN1255("", "windows1255"),
    WIN1257("", "windows1257"),
    KOI8U(""),
    SJIS("windows-31j", "mskanji", "shiftjis", "win932", "windows932"),
    BIG5("Big5", "win950", "windows950"),
    GBK("GBK", "win936", "windows936"),
    UHC("x-windows-949", "win949", "windows949"),
    GB18030("GB18030"),
    JOHAB("x-Johab"),
    SHIFT_JIS_2004("x-SJIS_0213");

    private static final Map<String, TextEncoding> BY_NAME = new LinkedHashMap<>();

    static {
        for (TextEncoding each : values()) {
            BY_NAME.put(cleaned(each.name()), each);
            each.aliases.forEach(alias -> BY_NAME.put(alias, each));
        }
    }

    private final String charset;
    private final List<String> aliases;

    TextEncoding(String charset, String... aliases) {
        this.charset = charset;
        this.aliases = List.copyOf(Arrays.asList(aliases));
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
        return number >= 0 && number < values().length ? Optional.of(values()[(int) number]) : Optional.empty();
    }

    /** Returns PostgreSQL's number of it. */
    public int number() {
        return ordinal();
    }

    /** Returns the JDK's name of an encoding with characters of several bytes, empty if it has none. */
    String charset() {
        return charset;
    }
}
