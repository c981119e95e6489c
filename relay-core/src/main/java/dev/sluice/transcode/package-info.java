/**
 * Audio heard as Opus: Opus passes, AAC is transcoded once per track and only while somebody listens.
 *
 * <p>The route of a frame: {@link AacToOpus} judges by its time stamp whether it follows the sound before it
 * ({@link SourceClock}), fills a gap with silence, and hands it to the {@link AudioDecoder}; the decoded {@link Pcm}
 * goes through the {@link Resampler} (48 kHz, a trace faster or slower while the source's clock drifts) into {@link
 * OpusFramer}, which cuts it into frames, numbers their first samples and gives each to the {@link OpusEncoder}. The
 * packet with its time stamp leaves by {@link AacToOpus.Sink}. {@link AudioCodecs} is the port by which the native
 * codecs come in.
 */
@NullMarked
package dev.sluice.transcode;

import org.jspecify.annotations.NullMarked;
