package org.borealisdb.tests.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/**
 * Visits every reachable state of a model, breadth first, and so finds a shortest way to a broken one. Explicit state: each canonical state is kept
 * whole, with the one that it was reached from, so that two states are never taken for one. One use, one thread.
 *
 * @param <S> a state
 */
public final class Checker<S> {
    private final Model<S> model;
    private final long mostStates;
    /** Each visited state and where it was first reached from; the initial one points to itself. Never iterated. */
    private final Map<S, S> reachedFrom = new HashMap<>();

    private Queue<S> level = new ArrayDeque<>();
    private Queue<S> nextLevel = new ArrayDeque<>();
    private long steps;

    /**
     * A check of {@code model}.
     *
     * @param mostStates where to give up: bounds memory
     */
    public Checker(Model<S> model, long mostStates) {
        this.model = model;
        this.mostStates = mostStates;
    }

    /** Runs it. */
    public Verdict check() {
        S initial = model.canonical(model.initial());
        reachedFrom.put(initial, initial);
        Optional<String> wrong = model.broken(initial);
        if (wrong.isPresent()) {
            return new Verdict.Broken(1, List.of(), wrong.get());
        }
        nextLevel.add(initial);
        int depth = 0;
        while (!nextLevel.isEmpty()) {
            level = nextLevel;
            nextLevel = new ArrayDeque<>();
            while (!level.isEmpty()) {
                Optional<S> broken = visit(level.remove());
                if (broken.isPresent()) {
                    return new Verdict.Broken(
                            reachedFrom.size(),
                            trace(broken.get()),
                            model.broken(broken.get()).orElseThrow());
                }
                if (reachedFrom.size() > mostStates) {
                    return new Verdict.Unfinished(mostStates, depth);
                }
            }
            depth++;
        }
        return new Verdict.Holds(reachedFrom.size(), steps, depth - 1);
    }

    /** Notes where all steps out of {@code state} lead; a broken state if one of them does. */
    private Optional<S> visit(S state) {
        List<S> broken = new ArrayList<>(0);
        model.steps(state, (name, next) -> {
            steps++;
            S canonical = model.canonical(next);
            if (reachedFrom.putIfAbsent(canonical, state) == null) {
                nextLevel.add(canonical);
                if (broken.isEmpty() && model.broken(canonical).isPresent()) {
                    broken.add(canonical);
                }
            }
        });
        return broken.stream().findFirst();
    }

    /** Walks the path to {@code end} again from the initial state under its own names, which canonical states mix up from step to step. */
    private List<String> trace(S end) {
        List<S> path = new ArrayList<>();
        S at = end;
        while (!origin(at).equals(at)) {
            path.add(at);
            at = origin(at);
        }
        Collections.reverse(path);
        List<String> names = new ArrayList<>();
        S named = model.initial();
        for (S wanted : path) {
            List<S> found = new ArrayList<>(1);
            model.steps(named, (name, next) -> {
                if (found.isEmpty() && model.canonical(next).equals(wanted)) {
                    found.add(next);
                    names.add(name.get());
                }
            });
            named = found.getFirst();
        }
        return names;
    }

    private S origin(S state) {
        return Objects.requireNonNull(reachedFrom.get(state));
    }
}
