package dev.sluice.api.admin;

import java.util.List;

/** Signs tokens with the applications' own keys; the server gives one from its configuration. */
public interface TokenIssuer {
    /** The configured applications, in order. */
    List<Long> apps();

    /**
     * A UserSig that is valid from now.
     *
     * @throws dev.sluice.runtime.ProtocolException APP_UNKNOWN, USER_INVALID
     */
    String userSig(long sdkAppId, String userId, long expireSeconds);
}
