package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.request.Call;
import dev.sluice.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signature v1, HmacSHA1 or HmacSHA256: over all parameters, decoded and sorted, whether they came by query or form. */
final class V1 {
    static final String SIGNATURE = "Signature";
    private static final String METHOD = "SignatureMethod";

    private V1() {}

    /** Whether the key signed this call under one of the hosts. */
    static boolean signed(Call call, Map<String, String> parameters, Secret secretKey, Set<String> hosts) {
        // Whatever else the method is called, or where it is left out, SHA-1 is meant.
        var hmac = "HmacSHA256".equals(parameters.get(METHOD)) ? Hmac.SHA256 : Hmac.SHA1;
        var key = secretKey.reveal().getBytes(StandardCharsets.UTF_8);
        var sorted = new TreeMap<>(parameters);
        var signature = String.valueOf(sorted.remove(SIGNATURE));
        var text = sorted.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
        boolean signed = false;
        for (var host : hosts) {
            var toSign = call.method() + host + call.path() + "?" + text;
            signed |= Hmac.equal(Base64.getEncoder().encodeToString(hmac.of(key, toSign)), signature);
        }
        return signed;
    }
}
