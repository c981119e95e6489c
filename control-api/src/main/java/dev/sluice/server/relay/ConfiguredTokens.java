package dev.sluice.server.relay;

import dev.sluice.api.admin.TokenIssuer;
import dev.sluice.auth.UserSig;
import dev.sluice.config.Config;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Signs with each configured application's first key. */
public final class ConfiguredTokens implements TokenIssuer {
    private final List<Config.App> apps;
    private final Clock clock;

    public ConfiguredTokens(Config config, Clock clock) {
        this.apps = config.apps();
        this.clock = clock;
    }

    @Override
    public List<Long> apps() {
        return apps.stream().map(Config.App::sdkAppId).toList();
    }

    @Override
    public String userSig(long sdkAppId, String userId, long expireSeconds) {
        var app = apps.stream().filter(each -> each.sdkAppId() == sdkAppId).findFirst()
                .orElseThrow(() -> ProtocolException.found(StableCode.APP_UNKNOWN, "sdkAppId", sdkAppId, apps()));
        return UserSig.sign(sdkAppId, userId, app.secretKeys().getFirst().reveal(),
                Instant.ofEpochMilli(clock.wallMillis()), Duration.ofSeconds(expireSeconds));
    }
}
