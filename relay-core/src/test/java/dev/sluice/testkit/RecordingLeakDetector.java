package dev.sluice.testkit;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Named by -Dio.netty.customResourceLeakDetector; Netty builds one per tracked type. */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
    static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    public RecordingLeakDetector(Class<T> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** Looked for by Netty before the other; the third argument is out of use. */
    public RecordingLeakDetector(Class<T> type, int samplingInterval, long maxActive) {
        this(type, samplingInterval);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        LEAKS.add("LEAK: " + type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        LEAKS.add("LEAK: " + type);
    }
}
