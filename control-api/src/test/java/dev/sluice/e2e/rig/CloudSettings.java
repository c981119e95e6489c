package dev.sluice.e2e.rig;

/**
 * What a relay is told for tests of the cloud API, beyond the usual.
 *
 * @param callbackUrl of {@link Tokens#APP}; empty for none
 * @param storageUrl empty for the default
 * @param requestsPerSecond per action and key
 */
public record CloudSettings(String callbackUrl, String storageUrl, int requestsPerSecond) {
    public static final CloudSettings USUAL = new CloudSettings("", "", 20);

    public CloudSettings calling(CallbackReceiver receiver) {
        return new CloudSettings(receiver.url(), storageUrl, requestsPerSecond);
    }

    public CloudSettings storing(String url) {
        return new CloudSettings(callbackUrl, url, requestsPerSecond);
    }

    public CloudSettings requestsPerSecond(int limit) {
        return new CloudSettings(callbackUrl, storageUrl, limit);
    }

    String appKeys() {
        return callbackUrl.isEmpty()
                ? ""
                : ", callback: { url: \"%s\", key: \"%s\" }".formatted(callbackUrl, CallbackReceiver.KEY);
    }

    String sections() {
        return """
                apiKeys:
                  - { secretId: %s, secretKey: %s, uin: "12345678" }
                  - { secretId: %s, secretKey: %s, uin: "12345678", policy: QcloudTRTCReadonlyAccess }
                pull: { allowAddresses: ["127.0.0.0/8"] }
                limits: { apiRequestsPerSecond: %d }
                """.formatted(CloudKey.FULL.secretId(), CloudKey.FULL.secretKey(), CloudKey.READ_ONLY.secretId(),
                CloudKey.READ_ONLY.secretKey(), requestsPerSecond)
                + (storageUrl.isEmpty() ? "" : "storage: { url: \"%s\" }\n".formatted(storageUrl));
    }
}
