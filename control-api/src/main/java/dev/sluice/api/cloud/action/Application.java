package dev.sluice.api.cloud.action;

import dev.sluice.auth.UserSigVerifier;
import java.util.Set;

/**
 * An application as the cloud API sees it.
 *
 * @param ignoreUnsupported parameters of tasks that are accepted and change nothing
 */
public record Application(long sdkAppId, UserSigVerifier tokens, Set<String> ignoreUnsupported) {
    public Application {
        ignoreUnsupported = Set.copyOf(ignoreUnsupported);
    }
}
