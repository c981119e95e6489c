/**
 * The codec port over FFmpeg's libraries (libavcodec, libswresample) inside the process, through JavaCPP. Sound crosses
 * at each class in its own native scratch memory, made once: {@link FfmpegAacDecoder} copies a frame's bytes in and
 * mixed samples out, {@link FfmpegResampler} and {@link FfmpegOpusEncoder} likewise. {@link FfmpegCodecs} loads the
 * libraries.
 */
@NullMarked
package dev.sluice.transcode.ffmpeg;

import org.jspecify.annotations.NullMarked;
