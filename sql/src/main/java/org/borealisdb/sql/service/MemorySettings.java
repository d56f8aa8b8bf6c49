package org.borealisdb.sql.service;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.spill.MemoryLimits;

/** The settings of memory and scratch space: values with units, as PostgreSQL reads and shows them. */
final class MemorySettings {
    static final String WORK = "work_mem";
    static final String HASH_MULTIPLIER = "hash_mem_multiplier";
    static final String SCRATCH = "temp_file_limit";

    private static final String KILOBYTES = "kB";
    private static final int KILOBYTE = 1024;
    private static final long LEAST_WORK = 64;
    private static final BigDecimal MOST_MULTIPLIER = BigDecimal.valueOf(1000);

    /** In kilobytes, the largest first. */
    private static final List<Map.Entry<String, Long>> UNITS = List.of(
            Map.entry("TB", 1L << 30), Map.entry("GB", 1L << 20), Map.entry("MB", 1L << 10), Map.entry(KILOBYTES, 1L));

    private MemorySettings() {}

    /**
     * Returns a value as it is kept and shown.
     *
     * @throws SqlException 22023 if the setting cannot be that
     */
    static String checked(String name, String value) {
        if (name.equals(HASH_MULTIPLIER)) {
            BigDecimal factor = decimal(name, value, value.strip(), false);
            if (factor.compareTo(BigDecimal.ONE) < 0 || factor.compareTo(MOST_MULTIPLIER) > 0) {
                throw outside(factor.toPlainString(), name, "1 .. 1000");
            }
            return factor.stripTrailingZeros().toPlainString();
        }
        long kilobytes = kilobytes(name, value);
        long least = name.equals(WORK) ? LEAST_WORK : -1;
        if (kilobytes < least || kilobytes > Integer.MAX_VALUE) {
            throw outside(kilobytes + " " + KILOBYTES, name, least + " .. " + Integer.MAX_VALUE);
        }
        return shown(kilobytes);
    }

    /** In the largest unit that it is a whole number of. */
    private static String shown(long kilobytes) {
        if (kilobytes <= 0) {
            return Long.toString(kilobytes);
        }
        for (Map.Entry<String, Long> unit : UNITS) {
            if (kilobytes % unit.getValue() == 0) {
                return kilobytes / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("no unit divides " + kilobytes);
    }

    private static long kilobytes(String name, String value) {
        String text = value.strip();
        for (Map.Entry<String, Long> unit : UNITS) {
            if (text.endsWith(unit.getKey())) {
                String number = text.substring(0, text.length() - unit.getKey().length());
                return rounded(
                        name,
                        value,
                        decimal(name, value, number.strip(), true).multiply(BigDecimal.valueOf(unit.getValue())));
            }
        }
        if (text.endsWith("B")) {
            String number = text.substring(0, text.length() - 1);
            BigDecimal bytes = decimal(name, value, number.strip(), true);
            return rounded(name, value, bytes.divide(BigDecimal.valueOf(KILOBYTE)));
        }
        return rounded(name, value, decimal(name, value, text, true));
    }

    private static long rounded(String name, String value, BigDecimal kilobytes) {
        BigDecimal whole = kilobytes.setScale(0, RoundingMode.HALF_EVEN);
        if (whole.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            "invalid value for parameter \"" + name + "\": \"" + value + "\"")
                    .withHint("Value exceeds integer range.");
        }
        return whole.longValueExact();
    }

    private static BigDecimal decimal(String name, String value, String number, boolean units) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException unfit) {
            SqlException error = new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": \"" + value + "\"");
            boolean hasNumber = !number.isEmpty() && Character.isDigit(number.charAt(0));
            throw units && hasNumber
                    ? error.withHint("Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".")
                    : error;
        }
    }

    private static SqlException outside(String value, String name, String range) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                value + " is outside the valid range for parameter \"" + name + "\" (" + range + ")");
    }

    /** Returns what checked values allow. */
    static MemoryLimits limits(String work, String multiplier, String scratch) {
        long workBytes = kilobytes(WORK, work) * KILOBYTE;
        double hashBytes = workBytes * new BigDecimal(multiplier).doubleValue();
        long scratchKilobytes = kilobytes(SCRATCH, scratch);
        return new MemoryLimits(
                workBytes,
                (long) hashBytes,
                scratchKilobytes < 0 ? MemoryLimits.UNLIMITED : scratchKilobytes * KILOBYTE);
    }
}
