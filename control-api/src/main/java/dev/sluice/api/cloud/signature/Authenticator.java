package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.answer.Shown;
import dev.sluice.api.cloud.policy.ApiKey;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.api.cloud.request.Form;
import dev.sluice.api.cloud.request.MalformedException;
import dev.sluice.runtime.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the key that signed a request: first who claims to be it, then whether the time is now, then the signature. */
public final class Authenticator {
    private static final int MAX_SKEW_SECONDS = 300;
    private static final int MILLIS = 1000;
    private static final int MAX_DIGITS = 12;

    private final Map<String, ApiKey> keys;
    private final Hosts hosts;
    private final Clock clock;

    public Authenticator(Map<String, ApiKey> keys, List<String> hostAliases, Clock clock) {
        this.keys = Map.copyOf(keys);
        this.hosts = new Hosts(hostAliases);
        this.clock = clock;
    }

    /**
     * Refuses what its head alone condemns, so that nobody else's body need be read.
     *
     * @throws CloudException AuthFailure.*
     */
    public void checkHead(Call head) {
        if (head.header("authorization").isPresent()) {
            tc3(head);
        } else if (!head.form()) {
            throw unsigned();
        }
    }

    /** @throws CloudException AuthFailure.* */
    public Signed authenticate(Call call) {
        return call.header("authorization").isPresent() ? authenticateTc3(call) : authenticateV1(call);
    }

    private record Claim(ApiKey key, Authorization authorization, String timestamp) {}

    private Claim tc3(Call head) {
        var authorization = Authorization.parse(head.header("authorization").orElse(""));
        var key = key(authorization.secretId(), head.header("x-tc-token"));
        var timestamp = head.header("x-tc-timestamp").orElse("");
        checkTime("X-TC-Timestamp", timestamp);
        var day = Instant.ofEpochSecond(Long.parseLong(timestamp)).atOffset(ZoneOffset.UTC).toLocalDate().toString();
        if (!day.equals(authorization.date())) {
            throw CloudException.found(Code.SIGNATURE_EXPIRE, "Date in Credential", authorization.date(),
                    day + ", the day of X-TC-Timestamp in UTC");
        }
        return new Claim(key, authorization, timestamp);
    }

    private Signed authenticateTc3(Call call) {
        var claim = tc3(call);
        var tc3 = new Tc3(call, claim.authorization(), claim.timestamp(), claim.key().secretKey());
        if (!tc3.signed(hosts.candidates(call.header("host")))) {
            throw mismatch();
        }
        return new Signed(claim.key(), call.header("x-tc-action"), call.header("x-tc-version"));
    }

    private Signed authenticateV1(Call call) {
        var parameters = parameters(call);
        if (!parameters.containsKey(V1.SIGNATURE)) {
            throw unsigned();
        }
        var key = key(parameters.getOrDefault("SecretId", ""), find(parameters, "Token"));
        checkTime("Timestamp", parameters.getOrDefault("Timestamp", ""));
        if (!V1.signed(call, parameters, key.secretKey(), hosts.candidates(call.header("host")))) {
            throw mismatch();
        }
        return new Signed(key, find(parameters, "Action"), find(parameters, "Version"));
    }

    private static Map<String, String> parameters(Call call) {
        if (!call.form()) {
            throw unsigned();
        }
        try {
            return call.get() ? Form.parse(call.query()) : Form.parse(call.body());
        } catch (MalformedException malformed) {
            throw new CloudException(Code.INVALID_AUTHORIZATION, "parameters: " + malformed.text());
        }
    }

    private static Optional<String> find(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private ApiKey key(String secretId, Optional<String> temporaryToken) {
        if (secretId.isEmpty()) {
            throw CloudException.found(Code.INVALID_AUTHORIZATION, "SecretId", "nothing", "the id of a key");
        }
        var key = keys.get(secretId);
        if (key == null) {
            throw new CloudException(Code.SECRET_ID_NOT_FOUND,
                    "SecretId " + Shown.of(secretId) + " is not among the configured apiKeys");
        }
        if (temporaryToken.isPresent()) {
            throw new CloudException(Code.TOKEN_FAILURE,
                    "Token: found one, expected none: keys here are not temporary");
        }
        return key;
    }

    private void checkTime(String name, String timestamp) {
        if (!timestamp.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw CloudException.found(Code.INVALID_AUTHORIZATION, name,
                    timestamp.isEmpty() ? "nothing" : "another text",
                    "seconds since 1970");
        }
        long now = Math.floorDiv(clock.wallMillis(), MILLIS);
        long sent = Long.parseLong(timestamp);
        if (Math.abs(now - sent) > MAX_SKEW_SECONDS) {
            throw CloudException.found(Code.SIGNATURE_EXPIRE, name, sent,
                    "within " + MAX_SKEW_SECONDS + " s of this server's time, " + now);
        }
    }

    private static CloudException unsigned() {
        return Authorization.invalid("neither it nor a parameter Signature", "one of them");
    }

    private static CloudException mismatch() {
        return new CloudException(Code.SIGNATURE_FAILURE, "The provided credentials could not be validated."
                + " Please check your signature is correct: secret key, host, query, body and time are what it covers.");
    }
}
