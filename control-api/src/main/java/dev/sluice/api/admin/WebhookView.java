package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sluice.event.StoredEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event for an application's backend, and how its delivery does. Times in milliseconds since 1970, absent where it has
 * not happened.
 *
 * @param id what the receiver sees as Sluice-Event-Id
 * @param group EventGroupId
 * @param type EventType
 * @param state pending, delivered or dead
 * @param lastFailure why the last attempt failed
 * @param settledAt when it was delivered or given up
 * @param reason stable code, of those that have one
 * @param info EventInfo
 */
record WebhookView(String id, long sequence, long sdkAppId, int group, int type, long at, String state, int attempts,
        @Nullable Long firstAttemptAt, @Nullable Long settledAt, @Nullable String lastFailure,
        @Nullable String reason, @JsonRawValue String info) {

    static WebhookView of(StoredEvent stored) {
        var event = stored.event();
        return new WebhookView(event.id(), stored.sequence(), event.sdkAppId(), event.group(), event.type(),
                event.atMillis(), stored.state().name().toLowerCase(Locale.ROOT), stored.attempts(),
                TaskView.time(stored.firstAttemptMillis()), TaskView.time(stored.settledMillis()),
                TaskView.word(stored.lastFailure()), TaskView.word(event.reason()), event.info());
    }
}
