package org.borealisdb.tests.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.tests.model.Mistake;
import org.borealisdb.tests.model.Protocol;
import org.borealisdb.tests.model.Scope;
import org.borealisdb.tests.model.Scopes;
import org.borealisdb.tests.model.Verdict;

/**
 * {@code borealis check}: checks the model of the protocol exhaustively, within the scopes of every build, the large ones, or one that the options
 * say; or finds the mistakes that are made on purpose, and prints how each shows.
 */
public final class Check {
    private static final String USAGE = """
            usage: borealis check [--large] [--states N]
                   borealis check [--records R] [--openings O] [--changes C] [--spares S] [--outages Z] [--damages D] [--patient] [--tails] [--make MISTAKE] [--states N]
                   borealis check --mistakes
              visits every state of the protocol that is within reach of so many records (1), openings after the first (0), decisions about the
              membership (0), nodes beyond the six (0), times that two slots are to count no more (0) and losses of what a node held (0)
              --large      all scopes that take minutes, instead of those that take seconds
              --patient    openings wait for a complete write quorum, and never go on with three of six
              --make M     makes a mistake on purpose; --mistakes makes each one, in a scope in which it shows
              --tails      three slots are full, three are tails
              --states N   gives up beyond N states (18000000, for which 3 GiB are enough)""";

    private static final long STANDARD_STATES = 18_000_000;

    private final long mostStates;
    private boolean good = true;

    private Check(long mostStates) {
        this.mostStates = mostStates;
    }

    /** Exit status 0: everything holds (or all mistakes were found); 1: not; 2: usage. */
    public static void main(String[] arguments) {
        Optional<Scope> scope = Optional.empty();
        Optional<Mistake> made = Optional.empty();
        List<Scope> scopes = new ArrayList<>(Scopes.QUICK);
        scopes.addAll(Scopes.MEDIUM);
        long states = STANDARD_STATES;
        boolean mistakes = false;
        try {
            for (int index = 0; index < arguments.length; index++) {
                Scope so = scope.orElse(Scope.ofRecords(1));
                switch (arguments[index]) {
                    case "--large" -> scopes = Scopes.LARGE;
                    case "--mistakes" -> mistakes = true;
                    case "--states" -> states = Long.parseLong(arguments[++index]);
                    case "--make" -> made = Optional.of(Mistake.valueOf(arguments[++index]));
                    case "--records" -> scope = Optional.of(so.records(number(arguments[++index])));
                    case "--openings" -> scope = Optional.of(so.openings(number(arguments[++index])));
                    case "--changes" -> scope = Optional.of(so.changes(number(arguments[++index])));
                    case "--spares" -> scope = Optional.of(so.spares(number(arguments[++index])));
                    case "--outages" -> scope = Optional.of(so.outages(number(arguments[++index])));
                    case "--damages" -> scope = Optional.of(so.damages(number(arguments[++index])));
                    case "--patient" -> scope = Optional.of(so.patient());
                    case "--tails" -> scope = Optional.of(so.tails());
                    case "--help" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new IllegalArgumentException("unknown option " + arguments[index]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        Check check = new Check(states);
        if (mistakes) {
            List.of(Mistake.values()).forEach(mistake -> check.find(Scopes.showing(mistake)));
        } else if (made.isPresent()) {
            Mistake mistake = made.get();
            check.find(scope.map(so -> so.with(mistake)).orElse(Scopes.showing(mistake)));
        } else {
            scope.map(List::of).orElse(scopes).forEach(check::hold);
        }
        System.exit(check.good ? 0 : 1);
    }

    private static int number(String argument) {
        return Integer.parseInt(argument);
    }

    private void hold(Scope scope) {
        good &= verdict(scope) instanceof Verdict.Holds;
    }

    private void find(Scope scope) {
        good &= verdict(scope) instanceof Verdict.Broken;
    }

    private Verdict verdict(Scope scope) {
        System.out.println(scope + ":");
        Duration before = cpu();
        Verdict verdict = Protocol.check(scope, mostStates);
        System.out.println("  " + verdict
                + String.format(
                        Locale.ROOT, "; %.1f s of CPU", cpu().minus(before).toMillis() / 1000.0));
        return verdict;
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
