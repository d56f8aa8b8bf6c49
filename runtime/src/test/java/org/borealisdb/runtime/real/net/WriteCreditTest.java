package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class WriteCreditTest {
    private static Frame message(int bytes) {
        return new Frame(FrameType.MESSAGE, 0, ByteBuffer.allocate(bytes));
    }

    /** Writes as long as the credit lasts; answers how many frames. */
    private static int spend(WriteCredit credit, Frame frame) {
        int written = 0;
        while (credit.covers(frame)) {
            credit.writing(frame);
            written++;
        }
        return written;
    }

    @Test
    void endsByFramesOrByBytes() {
        assertThat(spend(new WriteCredit(), message(10))).isBetween(100, 128);
        assertThat(spend(new WriteCredit(), message(4_000))).isBetween(6, 8);
        assertThat(new WriteCredit().covers(message(40_000))).isFalse();
    }

    @Test
    void aPongGivesBackWhatWasWrittenBeforeItsPingAndNoMore() {
        WriteCredit credit = new WriteCredit();
        int before = 0;
        while (!credit.wantsPing()) {
            credit.writing(message(10));
            before++;
        }
        credit.writing(Frame.empty(FrameType.PING));
        assertThat(credit.wantsPing()).isFalse();
        int after = spend(credit, message(10));
        assertThat(after).isPositive();
        credit.answered();
        assertThat(spend(credit, message(10))).isBetween(before, before + 2);
    }

    @Test
    void aPongWithoutAPingGivesNothing() {
        WriteCredit credit = new WriteCredit();
        spend(credit, message(10));
        credit.answered();
        assertThat(credit.covers(message(10))).isFalse();
    }
}
