package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.format.StandardDateTime;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.ZonedTimes;

/** Reads and compares dates and times in paths. Belongs to one evaluation. */
final class Moments {
    private static final List<String> DATES = List.of("yyyy-mm-dd");
    private static final List<String> TIMES = List.of(
            "HH24:MI:SS.USTZH:TZM",
            "HH24:MI:SS.USTZH",
            "HH24:MI:SSTZH:TZM",
            "HH24:MI:SSTZH",
            "HH24:MI:SS.US",
            "HH24:MI:SS");
    private static final List<String> SEPARATORS = List.of(" ", "\"T\"");

    private final EvaluationContext context;
    private final boolean zoned;

    /**
     * Makes one.
     *
     * @param zoned whether the session's time zone may be used, which makes results hold within a statement only
     */
    Moments(EvaluationContext context, boolean zoned) {
        this.context = context;
        this.zoned = zoned;
    }

    /** Returns the date or time that a string is by a template, or by the first of ISO 8601's forms that fits. */
    static PathItem read(PathNode.DateTime dateTime, PathItem item) {
        if (!(item instanceof PathItem.Json(JsonItem.Text(String text)))) {
            throw new PathError(
                    ErrorCode.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                    "jsonpath item method .datetime() can only be applied to a string");
        }
        if (dateTime.template().isEmpty()) {
            return ofIso(text);
        }
        try {
            return of(StandardDateTime.of(text, dateTime.template().get()));
        } catch (SqlException error) {
            throw new PathError(error);
        }
    }

    private static PathItem of(StandardDateTime read) {
        return new PathItem.Moment(read.type(), read.value(), read.zone());
    }

    private static PathItem ofIso(String text) {
        boolean timed = text.indexOf(':') >= 0;
        if (!timed) {
            return ofFirst(text, "", DATES);
        }
        boolean dated = text.indexOf('-') >= 0 && text.indexOf('-') < text.indexOf(':');
        if (!dated) {
            return ofFirst(text, "", TIMES);
        }
        String separator = SEPARATORS.get(text.indexOf('T') >= 0 ? 1 : 0);
        return ofFirst(text, DATES.getFirst() + separator, TIMES);
    }

    private static PathItem ofFirst(String text, String before, List<String> templates) {
        return templates.stream()
                .map(template -> ifFits(text, before + template))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new PathError(new SqlException(
                                ErrorCode.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                                "datetime format is not recognized: \"" + text + "\"")
                        .withHint("Use a datetime template argument to specify the input data format.")));
    }

    private static Optional<PathItem> ifFits(String text, String template) {
        try {
            return Optional.of(of(StandardDateTime.of(text, template)));
        } catch (SqlException other) {
            return Optional.empty();
        }
    }

    /** Compares; nothing if the types have no common order. */
    OptionalInt compare(PathItem.Moment left, PathItem.Moment right) {
        boolean times = isTime(left.type());
        if (times != isTime(right.type())) {
            return OptionalInt.empty();
        }
        if (left.type() == right.type()) {
            return OptionalInt.of(Long.compare(left.value(), right.value()));
        }
        if (isBeyondTimestamps(left) || isBeyondTimestamps(right)) {
            return OptionalInt.of(isBeyondTimestamps(left) ? 1 : -1);
        }
        BuiltInType common = times
                ? BuiltInType.TIMETZ
                : left.type() == BuiltInType.TIMESTAMPTZ || right.type() == BuiltInType.TIMESTAMPTZ
                        ? BuiltInType.TIMESTAMPTZ
                        : BuiltInType.TIMESTAMP;
        return OptionalInt.of(Long.compare(as(common, left), as(common, right)));
    }

    /** Returns whether a date is later than all timestamps; none is earlier. */
    private static boolean isBeyondTimestamps(PathItem.Moment moment) {
        return moment.type() == BuiltInType.DATE && !CivilCalendar.isDateOfTimestamps(moment.value());
    }

    private static boolean isTime(BuiltInType type) {
        return type == BuiltInType.TIME || type == BuiltInType.TIMETZ;
    }

    private long as(BuiltInType type, PathItem.Moment moment) {
        if (moment.type() == type) {
            return moment.value();
        }
        if (type == BuiltInType.TIMESTAMP) {
            return CivilCalendar.timestamp(moment.value(), 0);
        }
        if (!zoned) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "cannot convert value from " + moment.type().catalogName() + " to " + type.catalogName()
                                    + " without time zone usage")
                    .withHint("Use *_tz() function for time zone support.");
        }
        if (type == BuiltInType.TIMETZ) {
            long today = CivilCalendar.dayOf(CivilCalendar.toLocal(
                    context.transactionTimestamp(), context.format().zone()));
            long local = CivilCalendar.timestamp(today, moment.value());
            return ZonedTimes.of(
                    moment.value(),
                    CivilCalendar.offsetOfLocal(local, context.format().zone()));
        }
        long local = moment.type() == BuiltInType.DATE ? CivilCalendar.timestamp(moment.value(), 0) : moment.value();
        return CivilCalendar.toInstant(local, context.format().zone());
    }
}
