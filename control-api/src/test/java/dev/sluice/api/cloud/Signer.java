package dev.sluice.api.cloud;

import dev.sluice.api.cloud.request.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as the SDKs do. */
record Signer(String secretId, String secretKey) {
    static final String VERSION = "2019-07-22";
    private static final String SIGNED = "content-type;host";

    /** A POST of JSON as the Python SDK sends it. */
    Call post(String action, byte[] body, long now) {
        var headers = new HashMap<String, String>();
        headers.put("host", "127.0.0.1:18080");
        headers.put("content-type", "application/json");
        headers.put("x-tc-action", action);
        headers.put("x-tc-version", VERSION);
        headers.put("x-tc-timestamp", Long.toString(now));
        return tc3(new Call("POST", "/", "", headers, body, false), "trtc", "127.0.0.1:18080", SIGNED);
    }

    Call post(String action, String json, long now) {
        return post(action, json.getBytes(StandardCharsets.UTF_8), now);
    }

    /** A GET as the Go SDK sends it. */
    Call get(String action, String query, long now) {
        var headers = new HashMap<>(post(action, "", now).headers());
        headers.put("content-type", "application/x-www-form-urlencoded");
        return tc3(new Call("GET", "/", query, headers, new byte[0], false), "trtc", "127.0.0.1:18080", SIGNED);
    }

    /** The same call with a signature over what it is now. */
    Call tc3(Call call, String service, String host, String signedHeaders) {
        var payload = "UNSIGNED-PAYLOAD".equals(call.headers().get("x-tc-content-sha256"))
                ? "UNSIGNED-PAYLOAD".getBytes(StandardCharsets.UTF_8)
                : call.body();
        var values = new StringBuilder();
        for (var name : signedHeaders.split(";", -1)) {
            values.append(name).append(':').append(name.equals("host") ? host : call.headers().get(name)).append('\n');
        }
        var timestamp = String.valueOf(call.headers().get("x-tc-timestamp"));
        var date = Instant.ofEpochSecond(Long.parseLong(timestamp)).toString().substring(0, 10);
        var scope = date + "/" + service + "/tc3_request";
        var toSign = "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + sha256(String.join("\n", call.method(),
                call.path(), call.query(), values, signedHeaders, sha256(payload)).getBytes(StandardCharsets.UTF_8));
        var key = hmac("HmacSHA256", hmac("HmacSHA256", hmac("HmacSHA256", ("TC3" + secretKey)
                .getBytes(StandardCharsets.UTF_8), date), service), "tc3_request");
        return with(call, "authorization", "TC3-HMAC-SHA256 Credential=" + secretId + "/" + scope + ", SignedHeaders="
                + signedHeaders + ", Signature=" + HexFormat.of().formatHex(hmac("HmacSHA256", key, toSign)));
    }

    /** A request of signature v1: a GET, or a POST of a form. */
    Call v1(String method, String host, Map<String, String> parameters) {
        var all = new TreeMap<>(parameters);
        all.put("SecretId", secretId);
        all.remove("Signature");
        var text = all.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
        var algorithm = "HmacSHA256".equals(all.get("SignatureMethod")) ? "HmacSHA256" : "HmacSHA1";
        all.put("Signature", Base64.getEncoder().encodeToString(
                hmac(algorithm, secretKey.getBytes(StandardCharsets.UTF_8), method + host + "/?" + text)));
        var encoded = all.entrySet().stream().map(pair -> pair.getKey() + "="
                + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        var headers = Map.of("host", host, "content-type", "application/x-www-form-urlencoded");
        return method.equals("GET")
                ? new Call(method, "/", encoded, headers, new byte[0], false)
                : new Call(method, "/", "", headers, encoded.getBytes(StandardCharsets.UTF_8), false);
    }

    static Call with(Call call, String header, String value) {
        var headers = new HashMap<>(call.headers());
        headers.put(header, value);
        return new Call(call.method(), call.path(), call.query(), headers, call.body(), call.secure());
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
