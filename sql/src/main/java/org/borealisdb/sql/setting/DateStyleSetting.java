package org.borealisdb.sql.setting;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.DateOrder;
import org.borealisdb.expr.value.DateStyle;
import org.borealisdb.expr.value.SessionFormat;
import org.jspecify.annotations.Nullable;

/** Reads values of {@code DateStyle}: a style, an order of day, month and year, or both; what is not named stays. One object reads one value. */
public final class DateStyleSetting {
    private final SettingDeclaration setting;
    private final String value;
    private @Nullable DateStyle style;
    private @Nullable DateOrder order;
    private boolean orderByStyle;

    private DateStyleSetting(SettingDeclaration setting, String value) {
        this.setting = setting;
        this.value = value;
    }

    /** Returns the value as it is kept, such as {@code ISO, MDY}. */
    static String checked(SettingDeclaration setting, String value, SessionFormat current) {
        List<String> words = SettingChecks.names(value)
                .orElseThrow(() -> setting.invalid(value).withDetail("List syntax is invalid."));
        DateStyleSetting read = new DateStyleSetting(setting, value);
        words.forEach(read::read);
        DateStyle style = read.style == null ? current.dateStyle() : read.style;
        DateOrder order = read.order == null ? current.dateOrder() : read.order;
        return style.settingName() + ", " + order;
    }

    /** Returns a format with a value that was checked. */
    public static SessionFormat apply(SessionFormat format, String checked) {
        int comma = checked.indexOf(", ");
        return format.withDateStyle(
                DateStyle.valueOf(checked.substring(0, comma).toUpperCase(Locale.ROOT)),
                DateOrder.valueOf(checked.substring(comma + 2)));
    }

    private void read(String part) {
        String word = part.toUpperCase(Locale.ROOT);
        if (word.equals("ISO")) {
            setStyle(DateStyle.ISO);
        } else if (word.equals("SQL")) {
            setStyle(DateStyle.SQL);
        } else if (word.startsWith("POSTGRES")) {
            setStyle(DateStyle.POSTGRES);
        } else if (word.equals("GERMAN")) {
            setStyle(DateStyle.GERMAN);
            if (order == null) {
                order = DateOrder.DMY;
                orderByStyle = true;
            }
        } else if (word.equals("YMD")) {
            setOrder(DateOrder.YMD);
        } else if (word.equals("DMY") || word.startsWith("EURO")) {
            setOrder(DateOrder.DMY);
        } else if (word.equals("MDY") || word.equals("US") || word.startsWith("NONEURO")) {
            setOrder(DateOrder.MDY);
        } else if (word.equals("DEFAULT")) {
            style = style == null ? SessionFormat.DEFAULT.dateStyle() : style;
            order = order == null ? SessionFormat.DEFAULT.dateOrder() : order;
        } else {
            throw setting.invalid(value).withDetail("Unrecognized key word: \"" + part + "\".");
        }
    }

    private void setStyle(DateStyle wanted) {
        if (style != null && style != wanted) {
            throw conflict();
        }
        style = wanted;
    }

    private void setOrder(DateOrder wanted) {
        if (order != null && order != wanted && !orderByStyle) {
            throw conflict();
        }
        order = wanted;
        orderByStyle = false;
    }

    private SqlException conflict() {
        return setting.invalid(value).withDetail("Conflicting \"datestyle\" specifications.");
    }
}
