package dev.sluice.api.cloud.policy;

import dev.sluice.config.Secret;
import java.util.OptionalLong;

/** A key that signs requests, and what requests of it may do. Shows no secret. */
public record ApiKey(String secretId, Secret secretKey, String uin, Policy policy) {
    /**
     * Whether it may do this.
     *
     * @param sdkAppId absent where the request names no application that could be read: it will be refused for that, unless
     *        the key may not do such a thing at all
     */
    public boolean allows(String action, OptionalLong sdkAppId) {
        return sdkAppId.isPresent()
                ? policy.allows(action, resource(sdkAppId.getAsLong()))
                : policy.allowsSomewhere(action);
    }

    /** What policies call an application. */
    public String resource(long sdkAppId) {
        return PolicyReader.RESOURCE + uin + ":sdkappid/" + sdkAppId;
    }
}
