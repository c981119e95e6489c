package dev.sluice.event;

/** What somebody is in a room, with the cloud's number for it. */
enum Role {
    ANCHOR(20), VIEWER(21);

    private final int number;

    Role(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
