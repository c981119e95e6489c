package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Authorization header of a TC3 request.
 *
 * @param date of the signing key, UTC
 * @param service whatever the client made of its endpoint: {@code trtc}, {@code 127}, {@code localhost:18080}
 * @param signedHeaders lower-case names, content-type and host among them
 * @param signature lower-case hexadecimal
 */
record Authorization(String secretId, String date, String service, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "TC3-HMAC-SHA256";
    static final String TERMINATOR = "tc3_request";
    private static final Pattern FORM = Pattern.compile(ALGORITHM + " +Credential=([A-Za-z0-9_-]{1,128})/"
            + "([0-9]{4}-[0-9]{2}-[0-9]{2})/([^,\\s]{1,255})/" + TERMINATOR
            + ", *SignedHeaders=([a-z0-9;_-]{1,1024}), *Signature=([0-9a-f]{64})");
    private static final List<String> REQUIRED = List.of("content-type", "host");
    private static final int MAX_HEADERS = 32;

    static Authorization parse(String header) {
        var matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            throw invalid("something else", ALGORITHM
                    + " Credential=ID/DATE/SERVICE/tc3_request, SignedHeaders=content-type;host, Signature=64 hex digits");
        }
        var signed = List.of(matcher.group(4).split(";", -1));
        if (!signed.containsAll(REQUIRED) || signed.size() > MAX_HEADERS) {
            throw invalid(signed.size() + " SignedHeaders", "content-type and host among at most " + MAX_HEADERS);
        }
        return new Authorization(matcher.group(1), matcher.group(2), matcher.group(3), signed, matcher.group(5));
    }

    String scope() {
        return date + "/" + service + "/" + TERMINATOR;
    }

    static CloudException invalid(String found, String expected) {
        return CloudException.found(Code.INVALID_AUTHORIZATION, "Authorization", found, expected);
    }
}
