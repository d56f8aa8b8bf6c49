package org.borealisdb.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks the person at the terminal before something is done that cannot be undone. */
final class Confirmation {
    private Confirmation() {}

    /** True if the answer to the question is yes. */
    static boolean given(String question, PrintWriter out) throws IOException {
        out.print(question + " Type yes: ");
        out.flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = input.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
