package org.borealisdb.expr.value;

/** The order in which numbers are taken for day, month and year where it is not plain: the second half of {@code DateStyle}. */
public enum DateOrder {
    /** Year, month, day. */
    YMD,
    /** Day, month, year. */
    DMY,
    /** Month, day, year. */
    MDY
}
