package dev.sluice.rtmp.client;

/** What the owner of a play holds. */
record PlayDial(Dial dial) implements Playing {
    @Override
    public void reading(boolean wanted) {
        dial.withSession(session -> session.reading(wanted));
    }

    @Override
    public void close() {
        dial.close();
    }
}
