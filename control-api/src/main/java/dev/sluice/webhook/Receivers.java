package dev.sluice.webhook;

import dev.sluice.config.Config;
import dev.sluice.event.EventGroup;
import dev.sluice.event.Subscriptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who hears of what, as configured now. Safe anywhere. */
public final class Receivers implements Subscriptions {
    private final Supplier<List<Config.App>> apps;

    /** @param apps asked every time, because they may be read anew */
    public Receivers(Supplier<List<Config.App>> apps) {
        this.apps = apps;
    }

    @Override
    public boolean wants(long sdkAppId, EventGroup group) {
        return find(sdkAppId, group).isPresent();
    }

    Optional<Receiver> find(long sdkAppId, EventGroup group) {
        return apps.get().stream().filter(app -> app.sdkAppId() == sdkAppId).findFirst().flatMap(Config.App::callback)
                .flatMap(callback -> callback.url(group).map(url -> new Receiver(url, callback.key(), callback.ca())));
    }
}
