package org.borealisdb.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol keeps its promises in every state of the small scopes, and the check finds every mistake; {@code ./borealis check --large} visits more. */
class ProtocolModelTest {
    private static final long MOST_STATES = 1_000_000;

    @ParameterizedTest
    @MethodSource("quick")
    void promisesHoldInEveryState(Scope scope) {
        check(scope);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("medium")
    void promisesHoldInEveryStateOfMore(Scope scope) {
        check(scope);
    }

    private static void check(Scope scope) {
        Verdict verdict = Protocol.check(scope, MOST_STATES);
        System.out.println(scope + ": " + verdict);
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsFound(Mistake mistake) {
        Scope scope = Scopes.showing(mistake);
        Verdict verdict = Protocol.check(scope, MOST_STATES);
        System.out.println(scope + ": " + verdict);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
    }

    static List<Scope> quick() {
        return Scopes.QUICK;
    }

    static List<Scope> medium() {
        return Scopes.MEDIUM;
    }
}
