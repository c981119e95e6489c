package dev.sluice.server.relay;

/**
 * Ends the process when the one that started it has ended. Maven's exec goal is such a parent: a SIGTERM ends Maven and
 * would leave the relay behind.
 */
public final class ParentWatch {
    static final String PROPERTY = "sluice.exitWithParent";

    private ParentWatch() {}

    /** Does nothing unless the system property asks for it. */
    public static void start() {
        if (Boolean.getBoolean(PROPERTY)) {
            ProcessHandle.current().parent().ifPresent(
                    parent -> Thread.ofPlatform().daemon().name("parent").start(() -> exitAfter(parent)));
        }
    }

    private static void exitAfter(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(0);
    }
}
