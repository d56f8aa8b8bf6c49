package org.borealisdb.server.region;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.borealisdb.runtime.net.HostPort;

/**
 * How clients reach a region.
 *
 * @param host     name or address
 * @param port     TCP port
 * @param user     role
 * @param password in clear; whoever prints the URL shows it
 * @param database database
 */
public record ConnectionUrl(String host, int port, String user, String password, String database) {
    /** Role and database of a new region. */
    public static final String STANDARD_NAME = "postgres";

    public ConnectionUrl {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** The form that psql, libpq and most drivers take. */
    @Override
    public String toString() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return "postgresql://" + escape(user) + ":" + escape(password) + "@" + address + ":" + port + "/"
                + escape(database);
    }

    /** A place as whoever knows the password connects to it. */
    public static String at(HostPort place) {
        return "postgresql://" + STANDARD_NAME + "@" + place + "/" + STANDARD_NAME;
    }

    /** Another place in the text of such a URL. */
    public static String withPlace(String url, HostPort place) {
        return url.substring(0, url.lastIndexOf('@') + 1) + place + url.substring(path(url));
    }

    /** The same place in the text of such a URL, but for the port. */
    public static String withPort(String url, int port) {
        int path = path(url);
        return url.substring(0, url.lastIndexOf(':', path) + 1) + port + url.substring(path);
    }

    /** The port in the text of such a URL. */
    public static int port(String url) {
        int path = path(url);
        return Integer.parseInt(url.substring(url.lastIndexOf(':', path) + 1, path));
    }

    private static int path(String url) {
        return url.indexOf('/', url.lastIndexOf('@'));
    }

    private static String escape(String text) {
        // URLEncoder writes forms, where a blank is a plus.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
