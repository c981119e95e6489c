package dev.sluice.event;

import java.util.List;

/** What stands in journal entries, and what need not. */
final class Entries {
    private Entries() {}

    /** The application that an entry is of; 0 where it says nothing. */
    static long sdkAppId(Journal.Entry entry) {
        if (!entry.events().isEmpty()) {
            return entry.events().getFirst().sdkAppId();
        }
        if (!entry.tasks().isEmpty()) {
            return entry.tasks().getFirst().room().sdkAppId();
        }
        var presences = entry.entered().isEmpty() ? entry.left() : entry.entered();
        return presences.isEmpty() ? 0 : presences.getFirst().room().sdkAppId();
    }

    /** Without the events that the application does not hear of; that somebody left is remembered in any case. */
    static Journal.Entry withoutUnheard(Journal.Entry entry, long sdkAppId, Subscriptions subscriptions) {
        return new Journal.Entry(entry.tasks(), entry.entered(), entry.left(), entry.events().stream()
                .filter(event -> subscriptions.wants(sdkAppId, EventGroup.of(event.group()))).toList());
    }

    /** The same, and without presence where nobody would hear at a restart of those inside. */
    static Journal.Entry wanted(Journal.Entry entry, long sdkAppId, Subscriptions subscriptions) {
        var heard = withoutUnheard(entry, sdkAppId, subscriptions);
        return subscriptions.wants(sdkAppId, EventGroup.ROOM)
                ? heard
                : new Journal.Entry(heard.tasks(), List.of(), List.of(), heard.events());
    }

    /** Without events. */
    static Journal.Entry silent(Journal.Entry entry) {
        return new Journal.Entry(entry.tasks(), entry.entered(), entry.left(), List.of());
    }

    /** What may be forgotten when the database is away for long: a restart would tell somebody's leaving again. */
    static boolean onlyPresence(Journal.Entry entry) {
        return entry.tasks().isEmpty() && entry.events().isEmpty();
    }

    static boolean empty(Journal.Entry entry) {
        return entry.tasks().isEmpty() && entry.entered().isEmpty() && entry.left().isEmpty()
                && entry.events().isEmpty();
    }
}
