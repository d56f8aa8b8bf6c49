package org.borealisdb.wire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/** The example of RFC 7677, section 3, and what departs from it. */
class ScramExchangeTest {
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
    private static final String CLIENT_FINAL = "c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    private final ScramVerifier verifier =
            ScramVerifier.ofPassword("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theExampleOfTheStandard() {
        ScramExchange exchange = new ScramExchange(verifier, true, SERVER_NONCE, Optional.empty());
        assertThat(exchange.first(ScramExchange.MECHANISM, bytes(CLIENT_FIRST)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(exchange.last(bytes(CLIENT_FINAL)).orElseThrow())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void theStoredFormReadsBack() {
        assertThat(ScramVerifier.parse(verifier.format())).contains(verifier);
        assertThat(verifier.format()).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");
        assertThat(verifier.matches("pencil")).isTrue();
        assertThat(verifier.matches("pencils")).isFalse();
        assertThat(ScramVerifier.parse("md5abc")).isEmpty();
    }

    @Test
    void aRightProofForAFalseVerifierFails() {
        ScramExchange exchange = new ScramExchange(verifier, false, SERVER_NONCE, Optional.empty());
        exchange.first(ScramExchange.MECHANISM, bytes(CLIENT_FIRST));
        assertThat(exchange.last(bytes(CLIENT_FINAL))).isEmpty();
    }

    @Test
    void bindingIsRefusedAndItsAbsenceIsVerified() {
        assertThatThrownBy(() -> new ScramExchange(verifier, true, SERVER_NONCE, Optional.empty())
                        .first(ScramExchange.MECHANISM, bytes("p=tls-server-end-point,,n=user,r=abc")))
                .isInstanceOf(SqlException.class);
        ScramExchange exchange = new ScramExchange(verifier, true, SERVER_NONCE, Optional.empty());
        exchange.first(ScramExchange.MECHANISM, bytes("y,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        assertThatThrownBy(() -> exchange.last(bytes(CLIENT_FINAL)))
                .as("a header other than the one sent first")
                .isInstanceOf(SqlException.class);
    }

    private ScramExchange bindable() {
        return new ScramExchange(verifier, true, SERVER_NONCE, Optional.of(new byte[] {1, 2, 3}));
    }

    private static String failure(Runnable action) {
        try {
            action.run();
        } catch (SqlException refused) {
            return refused.code().sqlState() + " " + refused.text();
        }
        return "none";
    }

    @Test
    void whoCouldBindAndWasToldOtherwiseIsRefused() {
        assertThat(bindable().mechanisms()).containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");
        assertThat(failure(() -> bindable().first("SCRAM-SHA-256", bytes("y,,n=user,r=abc"))))
                .isEqualTo("28000 SCRAM channel binding negotiation error");
        assertThat(failure(() -> bindable().first("SCRAM-SHA-256", bytes("n,,n=user,r=abc"))))
                .as("a client that cannot bind")
                .isEqualTo("none");
        for (String wrong : new String[] {"n,,n=user,r=abc", "y,,n=user,r=abc"}) {
            assertThat(failure(() -> bindable().first("SCRAM-SHA-256-PLUS", bytes(wrong))))
                    .isEqualTo("08P01 malformed SCRAM message");
        }
        assertThat(failure(() -> bindable().first("SCRAM-SHA-256", bytes("p=tls-server-end-point,,n=user,r=abc"))))
                .isEqualTo("08P01 malformed SCRAM message");
        assertThat(failure(() -> bindable().first("SCRAM-SHA-256-PLUS", bytes("p=tls-unique,,n=user,r=abc"))))
                .isEqualTo("08P01 unsupported SCRAM channel-binding type \"tls-unique\"");
    }

    @Test
    void whoSawAnotherCertificateIsFound() {
        for (byte[] seen : new byte[][] {{1, 2, 3}, {1, 2, 4}, {}}) {
            ScramExchange exchange = bindable();
            exchange.first("SCRAM-SHA-256-PLUS", bytes("p=tls-server-end-point,,n=user,r=abc"));
            byte[] header = bytes("p=tls-server-end-point,,");
            byte[] said = Arrays.copyOf(header, header.length + seen.length);
            System.arraycopy(seen, 0, said, header.length, seen.length);
            String last = "c=" + Base64.getEncoder().encodeToString(said) + ",r=abc" + SERVER_NONCE + ",p="
                    + Base64.getEncoder().encodeToString(new byte[32]);
            assertThat(failure(() -> assertThat(exchange.last(bytes(last))).isEmpty()))
                    .isEqualTo(seen.length == 3 && seen[2] == 3 ? "none" : "28000 SCRAM channel binding check failed");
        }
    }

    @Test
    void mangledMessagesFailCleanlyOrAreWrong() {
        long seed = 7677;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            ScramExchange exchange = new ScramExchange(verifier, true, SERVER_NONCE, Optional.empty());
            byte[] first = bytes(CLIENT_FIRST);
            byte[] last = bytes(CLIENT_FINAL);
            first[random.nextInt(first.length)] = (byte) random.nextInt();
            last[random.nextInt(last.length)] = (byte) random.nextInt();
            try {
                exchange.first(ScramExchange.MECHANISM, first);
                exchange.last(last);
            } catch (SqlException refused) {
                assertThat(refused.code().sqlState()).isIn("08P01", "0A000");
            }
        }
    }
}
