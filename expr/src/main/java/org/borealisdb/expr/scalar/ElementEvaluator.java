package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/** Converts the elements of arrays, one by one. Belongs to one task, as the evaluator that it is made of. */
final class ElementEvaluator {
    private final Evaluator conversion;
    private final SqlType elementType;

    /** Makes the conversion to an array type by what an element, the only column of a row, becomes. */
    ElementEvaluator(Expression conversion, ArrayType target) {
        this.conversion = EvaluatorCompiler.compile(conversion);
        this.elementType = target.element();
    }

    @Nullable
    Object converted(Frame frame, @Nullable Object value) {
        if (!(value instanceof ArrayValue array)) {
            return null;
        }
        Frame own = new Frame(frame.context());
        List<@Nullable Object> elements = new ArrayList<>(array.size());
        for (@Nullable Object element : array.elements()) {
            own.setRow(BoxedRow.of(element));
            elements.add(element == null ? null : EvaluatorCompiler.box(conversion, elementType, own));
        }
        return array.withElements(elementType, elements);
    }
}
