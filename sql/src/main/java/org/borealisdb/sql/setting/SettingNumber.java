package org.borealisdb.sql.setting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Numbers with units, as settings have them. */
final class SettingNumber {
    private static final Pattern FORM = Pattern.compile(
            "\\s*(?<number>[+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?))\\s*(?<unit>\\S*)\\s*",
            Pattern.DOTALL);

    private static final int DIGITS = 6;
    private static final int LEAST_EXPONENT = -4;

    private SettingNumber() {}

    /**
     * Reads a value.
     *
     * @return it in the unit of the setting
     * @throws SqlException 22023 if it is none, or outside of the setting's range
     */
    static double read(SettingDeclaration setting, String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw setting.invalid(value);
        }
        boolean whole = setting.type() == SettingDeclaration.Type.INTEGER;
        double number = number(form.group("number"), whole);
        String unit = form.group("unit");
        if (!unit.isEmpty()) {
            if (setting.unit() == SettingUnit.NONE) {
                throw setting.invalid(value);
            }
            number = setting.unit()
                    .convert(number, unit)
                    .orElseThrow(
                            () -> setting.invalid(value).withHint(setting.unit().hint()));
        }
        if (whole) {
            number = Math.rint(number);
            if (number > Integer.MAX_VALUE || number < Integer.MIN_VALUE) {
                throw setting.invalid(value).withHint("Value exceeds integer range.");
            }
        }
        if (number < Double.parseDouble(setting.minimum()) || number > Double.parseDouble(setting.maximum())) {
            String symbol = setting.unit().symbol();
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    text(setting, number) + (symbol.isEmpty() ? "" : " " + symbol)
                            + " is outside the valid range for parameter \"" + setting.name() + "\" ("
                            + setting.minimum() + " .. " + setting.maximum() + ")");
        }
        return number;
    }

    /** Whole numbers may be hexadecimal or octal, as in C. */
    private static double number(String text, boolean whole) {
        String digits = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return sign * Double.parseDouble("0x" + digits.substring(2) + "p0");
        }
        if (whole && digits.matches("0[0-7]+")) {
            return sign * Long.parseLong(digits.substring(0, Math.min(digits.length(), 20)), 8);
        }
        return sign * Double.parseDouble(digits);
    }

    /** Returns a number as it is kept: reals with six digits. */
    static String text(SettingDeclaration setting, double number) {
        return setting.type() == SettingDeclaration.Type.INTEGER ? Long.toString((long) number) : sixDigits(number);
    }

    /** Returns a kept value as it is shown: with the largest unit that it is a whole number of. */
    static String shown(SettingDeclaration setting, String kept) {
        double number = Double.parseDouble(kept);
        if (setting.unit() == SettingUnit.NONE || number <= 0) {
            return kept;
        }
        var shown = setting.unit().shown(number);
        return text(setting, shown.getKey()) + shown.getValue();
    }

    private static String sixDigits(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal plain = rounded.stripTrailingZeros();
        if (exponent >= LEAST_EXPONENT && exponent < DIGITS) {
            return plain.toPlainString();
        }
        String digits = plain.scaleByPowerOfTen(-exponent).toPlainString();
        return digits + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
