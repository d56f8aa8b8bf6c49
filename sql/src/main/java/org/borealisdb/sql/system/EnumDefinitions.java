package org.borealisdb.sql.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes the values of enums. Belongs to one task.
 *
 * <p>A value's code never changes, for rows and keys have it. So codes are far apart at first, and a value between two others gets the code in the middle: there is room for {@value
 * #STEP_BITS} that each come next to the one before, and for many more in other orders.
 */
final class EnumDefinitions {
    private static final int STEP_BITS = 44;
    private static final long STEP = 1L << STEP_BITS;
    private static final long FIRST = 1L << 62;
    private static final int MAXIMUM_LABEL_BYTES = 63;

    private final CatalogChanges changes;

    EnumDefinitions(CatalogChanges changes) {
        this.changes = changes;
    }

    /** A value, and where it is in the order. */
    private record Label(CatalogObject object, long code, float order) {
        static Label of(CatalogObject object) {
            return new Label(
                    object,
                    Long.parseLong(object.property(UserType.CODE).orElseThrow()),
                    Float.parseFloat(object.property(UserType.ORDER).orElseThrow()));
        }
    }

    /** Makes the values of a new type. */
    void create(CatalogObject type, List<String> labels) {
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            checkLength(label);
            if (labels.subList(0, i).contains(label)) {
                throw new SqlException(
                                ErrorCode.UNIQUE_VIOLATION,
                                "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"")
                        .withDetail("Key (enumtypid, enumlabel)=(" + type.id() + ", " + label + ") already exists.");
            }
            changes.add(label(type, label, FIRST + i * STEP, i + 1f));
        }
    }

    private static void checkLength(String label) {
        if (label.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_LABEL_BYTES) {
            throw new SqlException(ErrorCode.INVALID_NAME, "invalid enum label \"" + label + "\"")
                    .withDetail("Labels must be " + MAXIMUM_LABEL_BYTES + " bytes or less.");
        }
    }

    private CatalogObject label(CatalogObject type, String label, long code, float order) {
        return CatalogObject.of(CatalogKind.LABEL, changes.newId(), type.id(), label)
                .with(UserType.CODE, Long.toString(code))
                .with(UserType.ORDER, Float.toString(order));
    }

    private List<Label> labels(CatalogObject type) {
        return changes.schema().children(type, NameSpace.LABELS).stream()
                .map(Label::of)
                .sorted(Comparator.comparingLong(Label::code))
                .toList();
    }

    /** Adds a value, which nobody may use before the transaction has ended. */
    void add(CatalogObject type, TypeDefinition.AddValue add) {
        checkLength(add.value());
        if (changes.schema().child(type, NameSpace.LABELS, add.value()).isPresent()) {
            String message = "enum label \"" + add.value() + "\" already exists";
            if (!add.ifNotExists()) {
                throw new SqlException(ErrorCode.DUPLICATE_OBJECT, message);
            }
            changes.passOver(ErrorCode.DUPLICATE_OBJECT, message);
            return;
        }
        List<Label> labels = labels(type);
        int place = place(labels, add.neighbour(), add.before());
        Optional<Label> before = place == 0 ? Optional.empty() : Optional.of(labels.get(place - 1));
        Optional<Label> after = place == labels.size() ? Optional.empty() : Optional.of(labels.get(place));
        float order = order(before, after);
        boolean crowded = before.filter(label -> label.order() == order).isPresent()
                || after.filter(label -> label.order() == order).isPresent();
        if (crowded) {
            renumber(labels);
        }
        changes.add(label(type, add.value(), code(type, before, after), crowded ? place + 0.5f : order)
                .with(UserType.ADDED_BY, Long.toString(changes.transaction().assignId())));
    }

    private static int place(List<Label> labels, @Nullable String neighbour, boolean before) {
        if (neighbour == null) {
            return labels.size();
        }
        for (int place = 0; place < labels.size(); place++) {
            if (labels.get(place).object().name().equals(neighbour)) {
                return before ? place : place + 1;
            }
        }
        throw notThere(neighbour);
    }

    private static SqlException notThere(String label) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "\"" + label + "\" is not an existing enum label");
    }

    private static long code(CatalogObject type, Optional<Label> before, Optional<Label> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return FIRST;
        }
        long low = before.map(Label::code).orElseGet(() -> after.orElseThrow().code() - 2 * STEP);
        long high = after.map(Label::code).orElseGet(() -> before.orElseThrow().code() + 2 * STEP);
        if (high < low || low < 0 || high - low < 2) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "enum \"" + type.name() + "\" has no room for another value at this place");
        }
        return low + (high - low) / 2;
    }

    /** As PostgreSQL numbers values that come between others. */
    private static float order(Optional<Label> before, Optional<Label> after) {
        if (after.isEmpty()) {
            return before.map(label -> label.order() + 1).orElse(1f);
        }
        return before.map(label -> (label.order() + after.get().order()) / 2)
                .orElseGet(() -> after.get().order() - 1);
    }

    /** Numbers values anew, from 1, for there is no number left between two of them. */
    private void renumber(List<Label> labels) {
        for (int place = 0; place < labels.size(); place++) {
            changes.replace(labels.get(place).object().with(UserType.ORDER, Float.toString(place + 1f)));
        }
    }

    /** Changes how a value is written. */
    void rename(CatalogObject type, TypeDefinition.RenameValue rename) {
        checkLength(rename.newValue());
        CatalogObject label = changes.schema()
                .child(type, NameSpace.LABELS, rename.value())
                .orElseThrow(() -> notThere(rename.value()));
        if (changes.schema().child(type, NameSpace.LABELS, rename.newValue()).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT, "enum label \"" + rename.newValue() + "\" already exists");
        }
        changes.replace(label.withName(rename.newValue()));
    }

    /** Removes the values of a type that is dropped. */
    void drop(CatalogObject type) {
        new ArrayList<>(changes.schema().children(type, NameSpace.LABELS)).forEach(changes::remove);
    }
}
