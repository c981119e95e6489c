package dev.sluice.webhook;

/**
 * What became of an attempt.
 *
 * @param status of the answer; 0: there was none
 * @param failure why there was none; else empty
 */
record Answer(int status, String failure) {
    private static final int DELIVERED = 200;

    static Answer of(int status) {
        return new Answer(status, "");
    }

    static Answer none(String failure) {
        return new Answer(0, failure);
    }

    /** Anything but 200 is a failure: the receiver has to say that it took it. */
    boolean delivered() {
        return status == DELIVERED;
    }

    String why() {
        return status == 0 ? failure : "status " + status;
    }
}
