package dev.sluice.event;

/** Which groups of events an application hears of, by the configuration as it is now. Safe anywhere. */
@FunctionalInterface
public interface Subscriptions {
    boolean wants(long sdkAppId, EventGroup group);
}
