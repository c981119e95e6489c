package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.request.Call;
import dev.sluice.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** TC3-HMAC-SHA256: makes the signature of a request anew and compares. */
final class Tc3 {
    static final String PAYLOAD_HEADER = "x-tc-content-sha256";
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String ROOT = "/";

    private final Call call;
    private final Authorization authorization;
    private final String timestamp;
    private final byte[] signingKey;

    Tc3(Call call, Authorization authorization, String timestamp, Secret secretKey) {
        this.call = call;
        this.authorization = authorization;
        this.timestamp = timestamp;
        this.signingKey = signingKey(authorization, secretKey);
    }

    private static byte[] signingKey(Authorization authorization, Secret secretKey) {
        var date = Hmac.SHA256.of(("TC3" + secretKey.reveal()).getBytes(StandardCharsets.UTF_8), authorization.date());
        return Hmac.SHA256.of(Hmac.SHA256.of(date, authorization.service()), Authorization.TERMINATOR);
    }

    /** Whether the key signed this call under one of the hosts. Tries all of them, so that time tells nothing. */
    boolean signed(Set<String> hosts) {
        if ((unsignedPayload() && !call.secure())
                || authorization.signedHeaders().stream().anyMatch(name -> !call.headers().containsKey(name))) {
            return false;
        }
        var payload = Hmac.hash(unsignedPayload() ? UNSIGNED_PAYLOAD.getBytes(StandardCharsets.UTF_8) : call.body());
        boolean signed = false;
        for (var host : hosts) {
            for (var path : paths()) {
                signed |= matches(canonical(host, path, UnaryOperator.identity(), payload));
                // The documentation lower-cases the values; no SDK does.
                signed |= matches(canonical(host, path, value -> value.toLowerCase(Locale.ROOT), payload));
            }
        }
        return signed;
    }

    /** Node signs the path that it sends, the others the root whatever they send. */
    private Set<String> paths() {
        return call.path().equals(ROOT) ? Set.of(ROOT) : Set.of(ROOT, call.path());
    }

    private boolean unsignedPayload() {
        return call.header(PAYLOAD_HEADER).filter(UNSIGNED_PAYLOAD::equals).isPresent();
    }

    private String canonical(String host, String path, UnaryOperator<String> form, String payload) {
        var headers = new StringBuilder();
        for (var name : authorization.signedHeaders()) {
            var value = name.equals("host") ? host : call.header(name).orElse("");
            headers.append(name).append(':').append(form.apply(value)).append('\n');
        }
        return String.join("\n", call.method(), path, call.query(), headers,
                String.join(";", authorization.signedHeaders()), payload);
    }

    private boolean matches(String canonical) {
        var toSign = String.join("\n", Authorization.ALGORITHM, timestamp, authorization.scope(),
                Hmac.hash(canonical.getBytes(StandardCharsets.UTF_8)));
        return Hmac.equal(HexFormat.of().formatHex(Hmac.SHA256.of(signingKey, toSign)), authorization.signature());
    }
}
