package dev.sluice.pull.source;

import dev.sluice.rtmp.frame.FrameSink;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** Opens what a URL names. */
public interface Sources {
    /**
     * Checks a URL before a task is made of it: scheme, form, and the addresses of its host.
     *
     * @throws dev.sluice.task.TaskException STREAM_URL, with what was found and what is supported
     */
    void check(String url);

    /**
     * Opens it. Everything happens on the loop; {@code ended} is called at most once, and not once the source was closed.
     *
     * @param sink is never ended by the source
     */
    Source open(String url, EventLoop loop, FrameSink sink, Consumer<SourceEnd> ended);
}
