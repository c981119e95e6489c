package dev.sluice.event;

/** What an application may hear of, with the cloud's EventGroupId. */
public enum EventGroup {
    ROOM(1), MEDIA(2), INGEST(7);

    private final int number;

    EventGroup(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** @throws IllegalArgumentException where there is none of this number */
    public static EventGroup of(int number) {
        for (var group : values()) {
            if (group.number == number) {
                return group;
            }
        }
        throw new IllegalArgumentException("EventGroupId: found " + number + ", expected 1, 2 or 7");
    }
}
