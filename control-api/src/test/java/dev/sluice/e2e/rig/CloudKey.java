package dev.sluice.e2e.rig;

/** A key of the cloud API, as an SDK is given it. */
public record CloudKey(String secretId, String secretKey) {
    /** May do everything. */
    public static final CloudKey FULL = new CloudKey("AKIDe2eFull00000000000000000000000000",
            "e2eFullSecret0000000000000000000");
    /** May describe. */
    public static final CloudKey READ_ONLY = new CloudKey("AKIDe2eReadOnly0000000000000000000000",
            "e2eReadOnlySecret000000000000000");
    /** A known id and somebody else's secret. */
    public static final CloudKey WRONG = new CloudKey(FULL.secretId, READ_ONLY.secretKey);
    /** Nobody has it. */
    public static final CloudKey UNKNOWN = new CloudKey("AKIDe2eNobody000000000000000000000000", FULL.secretKey);

    @Override
    public String toString() {
        return secretId;
    }
}
