package org.borealisdb.tests.model;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A system of states and atomic steps, small enough that {@link Checker} can visit all of it.
 *
 * @param <S> a state: immutable, with {@code equals} and {@code hashCode} by value
 */
public interface Model<S> {
    S initial();

    /** Tells {@code steps} every step that is possible in {@code state}, in an order that depends on nothing else. */
    void steps(S state, Steps<S> steps);

    /**
     * The state that stands for all that differ from {@code state} only in the names of interchangeable parts: the same for each of them. Whatever is
     * possible or broken in one of them must be so, under the other names, in all.
     */
    S canonical(S state);

    /** What is wrong with the state; empty if it keeps every promise. */
    Optional<String> broken(S state);

    /**
     * Takes the steps out of a state.
     *
     * @param <S> as of the model
     */
    @FunctionalInterface
    interface Steps<S> {
        /** A step that leads to {@code next}; {@code name} says what happens, and is only asked for when somebody will read it. */
        void step(Supplier<String> name, S next);
    }
}
