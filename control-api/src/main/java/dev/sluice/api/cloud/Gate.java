package dev.sluice.api.cloud;

import dev.sluice.api.cloud.action.Action;
import dev.sluice.api.cloud.action.Actions;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.answer.Shown;
import dev.sluice.api.cloud.policy.ApiKey;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.api.cloud.request.MalformedException;
import dev.sluice.api.cloud.request.Parameters;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.api.cloud.signature.Authenticator;
import dev.sluice.api.cloud.signature.Signed;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides whether a request comes to its action, in an order that tells a stranger least: signature, rate, action, version,
 * policy, fields. On the HTTP server's event loop.
 */
final class Gate {
    private static final String UNKNOWN = "";

    private final Authenticator authenticator;
    private final RateLimit rate;
    private final Actions actions;

    /** A request that passed. */
    record Admitted(Action action, String secretId, Values values) {}

    Gate(Authenticator authenticator, RateLimit rate, Actions actions) {
        this.authenticator = authenticator;
        this.rate = rate;
        this.actions = actions;
    }

    /** Refuses what need not be read to its end. */
    void checkHead(Call head) {
        authenticator.checkHead(head);
    }

    /** @throws CloudException for the first thing that is wrong */
    Admitted admit(Call call) {
        var signed = authenticator.authenticate(call);
        checkRate(signed);
        var action = action(signed);
        checkVersion(signed);
        try {
            var parameters = Parameters.of(call);
            checkPolicy(signed.key(), action, parameters.number("SdkAppId"));
            return new Admitted(action, signed.key().secretId(), Values.read(parameters, action.fields()));
        } catch (MalformedException malformed) {
            checkPolicy(signed.key(), action, OptionalLong.empty());
            throw new CloudException(action.malformed(), "parameters: " + malformed.text());
        }
    }

    private void checkRate(Signed signed) {
        var name = signed.action().flatMap(actions::find).map(Action::name).orElse(UNKNOWN);
        if (!rate.passes(signed.key().secretId(), name)) {
            throw new CloudException(Code.REQUEST_LIMIT_EXCEEDED,
                    "this key has asked for this action too often within a second");
        }
    }

    private Action action(Signed signed) {
        var name = required(signed.action(), "Action");
        return actions.find(name).orElseThrow(() -> CloudException.found(Code.INVALID_ACTION, "Action",
                Shown.of(name), "one of " + String.join(", ", Actions.NAMES)));
    }

    private static void checkVersion(Signed signed) {
        var version = required(signed.version(), "Version");
        if (!version.equals(Actions.VERSION)) {
            throw CloudException.found(Code.NO_SUCH_VERSION, "Version", Shown.of(version), Actions.VERSION);
        }
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(
                () -> CloudException.found(Code.MISSING_PARAMETER, name, "nothing", "a value: it is required"));
    }

    private static void checkPolicy(ApiKey key, Action action, OptionalLong sdkAppId) {
        if (!key.allows(action.name(), sdkAppId)) {
            throw new CloudException(Code.UNAUTHORIZED_OPERATION, "the key's policy does not allow name/trtc:"
                    + action.name() + (sdkAppId.isPresent() ? " on " + key.resource(sdkAppId.getAsLong()) : ""));
        }
    }
}
