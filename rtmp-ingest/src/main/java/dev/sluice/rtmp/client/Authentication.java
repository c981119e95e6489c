package dev.sluice.rtmp.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The login dialogue of Flash encoders. A server refuses connect and names the method; the client connects again with its
 * user name behind application and tcUrl, is refused with a challenge, and connects a third time with the response.
 * Methods: {@code adobe} (Flash Media Server, Wowza) and {@code llnw} (Limelight), as FFmpeg and librtmp speak them.
 * Pure; one per play or publish.
 *
 * <pre>
 *  -> connect app
 *  <- [ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] :
 *  -> connect app?authmod=adobe&user=U
 *  <- [ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=U&salt=S&challenge=C&opaque=O
 *  -> connect app?authmod=adobe&user=U&challenge=C2&response=R&opaque=O
 * </pre>
 */
final class Authentication {
    private static final String NEEDED = "code=403 need auth";
    private static final String CHALLENGED = "?reason=needauth";
    private static final int MAX_DESCRIPTION = 1024;

    private final Optional<Login> login;
    private final String app;
    private final RandomGenerator random;
    private boolean named;
    private boolean responded;
    private String query = "";

    /** @param app what the response of llnw is bound to */
    Authentication(Optional<Login> login, String app, RandomGenerator random) {
        this.login = login;
        this.app = app;
        this.random = random;
    }

    /** What to put behind application and tcUrl of the next connect; empty at first. */
    String query() {
        return query;
    }

    /**
     * Hears why connect was refused.
     *
     * @return whether to connect again, with a new {@link #query}
     */
    boolean goesOn(String description) {
        String method = method(description);
        if (login.isEmpty() || method.isEmpty() || description.length() > MAX_DESCRIPTION) {
            return false;
        }
        if (description.contains(NEEDED) && !named) {
            named = true;
            query = "authmod=" + method + "&user=" + encoded(login.get().user());
            return true;
        }
        int challenge = description.indexOf(CHALLENGED);
        if (challenge < 0 || responded) {
            return false;
        }
        responded = true;
        var asked = parameters(description.substring(challenge + 1));
        query = method.equals("adobe") ? adobe(login.get(), asked) : llnw(login.get(), asked);
        return true;
    }

    private static String method(String description) {
        return description.contains("authmod=adobe") ? "adobe" : description.contains("authmod=llnw") ? "llnw" : "";
    }

    private static Map<String, String> parameters(String text) {
        var parameters = new HashMap<String, String>();
        for (var parameter : text.strip().split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) { // a value in Base64 may end with more of them
                parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        return parameters;
    }

    private String adobe(Login known, Map<String, String> asked) {
        String ours = nonce();
        String opaque = asked.getOrDefault("opaque", "");
        String theirs = opaque.isEmpty() ? asked.getOrDefault("challenge", "") : opaque;
        String secret = base64(md5(known.user() + asked.getOrDefault("salt", "") + known.password()));
        String response = base64(md5(secret + theirs + ours));
        return "authmod=adobe&user=" + encoded(known.user()) + "&challenge=" + ours + "&response=" + response
                + (opaque.isEmpty() ? "" : "&opaque=" + opaque);
    }

    /** HTTP's Digest (RFC 2617) with a constant realm, method and count. */
    private String llnw(Login known, Map<String, String> asked) {
        String ours = nonce();
        String theirs = asked.getOrDefault("nonce", "");
        String secret = hex(md5(known.user() + ":live:" + known.password()));
        String path = hex(md5("publish:/" + app + (app.contains("/") ? "" : "/_definst_")));
        String response = hex(md5(secret + ":" + theirs + ":00000001:" + ours + ":auth:" + path));
        return "authmod=llnw&user=" + encoded(known.user()) + "&nonce=" + theirs + "&cnonce=" + ours
                + "&nc=00000001&response=" + response;
    }

    private String nonce() {
        return "%08x".formatted(random.nextInt());
    }

    private static String encoded(String user) {
        return URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has MD5
        }
    }
}
