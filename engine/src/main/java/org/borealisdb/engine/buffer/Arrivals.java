package org.borealisdb.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;

/** Which frames have pages that are on their way, and how others wait for them. With the pool's lock held, but for {@link #settled}. */
final class Arrivals {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final byte SETTLED = 0;
    private static final byte LOADING = 1;
    private static final byte UNBORN = 2;

    /** Those who wait for one frame are woken together with those who wait for some others: that many conditions are few enough to have always. */
    private static final int CONDITIONS = 32;

    private final byte[] states;
    private final Condition[] arrived = new Condition[CONDITIONS];
    private final Condition loadEnded;
    private int loads;

    Arrivals(Lock lock, int maxFrames) {
        this.states = new byte[maxFrames];
        this.loadEnded = lock.condition();
        Arrays.setAll(arrived, _ -> lock.condition());
    }

    /** False while a page is on its way into the frame. For everybody. */
    boolean settled(int frame) {
        return (byte) STATE.getVolatile(states, frame) == SETTLED;
    }

    /** Pages that are being loaded. */
    int loads() {
        return loads;
    }

    /** A page is on its way: from the volume, or from a task that is about to initialise it. */
    void begin(int frame, boolean birth) {
        STATE.setVolatile(states, frame, birth ? UNBORN : LOADING);
        if (!birth) {
            loads++;
        }
    }

    /** A page has arrived, or will not come; whoever waits looks again. The latch is given up next. */
    void end(int frame) {
        byte was = states[frame];
        STATE.setVolatile(states, frame, SETTLED);
        arrived[frame % CONDITIONS].signalAll();
        if (was == LOADING) {
            loads--;
            loadEnded.signal();
        }
    }

    /** Waits for a page to arrive; the caller looks again whether it did. */
    void await(int frame) {
        arrived[frame % CONDITIONS].await();
    }

    /** The same, for at most so long. */
    void await(int frame, long nanos) {
        arrived[frame % CONDITIONS].await(nanos);
    }

    /** Has those look again who wait for a page. */
    void wake(int frame) {
        arrived[frame % CONDITIONS].signalAll();
    }

    /** Waits for some load to end; the caller looks again. */
    void awaitAnyLoad() {
        loadEnded.await();
    }

    /** There may be room for more loads. */
    void admitMore() {
        loadEnded.signalAll();
    }
}
