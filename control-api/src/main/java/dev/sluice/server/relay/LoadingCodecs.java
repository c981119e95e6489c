package dev.sluice.server.relay;

import dev.sluice.media.AacConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.AudioCodecs;
import dev.sluice.transcode.AudioDecoder;
import dev.sluice.transcode.OpusEncoder;
import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Resampler;
import dev.sluice.transcode.ffmpeg.FfmpegCodecs;
import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's codecs, unpacked and loaded on a thread of their own, because that takes longer than everything else at the
 * start and nobody listens yet. Whoever needs one before waits, which only the transcoders' pool may.
 */
final class LoadingCodecs implements AudioCodecs {
    private static final Logger LOG = LoggerFactory.getLogger(LoadingCodecs.class);

    private final CompletableFuture<AudioCodecs> loaded = new CompletableFuture<>();

    /** @param cache where the native libraries are unpacked to */
    static LoadingCodecs load(Path cache) {
        var codecs = new LoadingCodecs();
        Thread.ofPlatform().daemon().name("codecs").start(() -> codecs.run(cache));
        return codecs;
    }

    private void run(Path cache) {
        try {
            loaded.complete(FfmpegCodecs.load(cache, ByteBufAllocator.DEFAULT));
        } catch (RuntimeException | LinkageError failed) {
            LOG.error("AAC cannot be heard over WebRTC: FFmpeg's libraries do not load: {}", failed.toString());
            loaded.completeExceptionally(failed);
        }
    }

    /** Blocks until they are loaded. */
    AudioCodecs await() {
        try {
            return loaded.join();
        } catch (CompletionException failed) {
            throw new ProtocolException(StableCode.INTERNAL, "FFmpeg's libraries do not load on this machine");
        }
    }

    @Override
    public AudioDecoder aacDecoder(AacConfig config, int channels) {
        return await().aacDecoder(config, channels);
    }

    @Override
    public Resampler resampler(int inputRate, int channels) {
        return await().resampler(inputRate, channels);
    }

    @Override
    public OpusEncoder opusEncoder(OpusSettings settings, int channels) {
        return await().opusEncoder(settings, channels);
    }
}
