/**
 * FLV tag bodies (Adobe FLV 10.1, annex E, and Veovera Enhanced RTMP v2), as RTMP carries them. A body becomes a VideoTag
 * or an AudioTag; EnhancedBody takes the enhanced ones apart. What is in a tag's Config is read by
 * AvcDecoderConfigurationRecord, HevcDecoderConfigurationRecord, Av1CodecConfigurationRecord or OpusHead; VP8 and VP9 say all
 * in their key frames. VideoTagWriter and AudioTagWriter are the way back. Everything borrows its input and is a view of it.
 */
@NullMarked
package dev.sluice.rtmp.flv;

import org.jspecify.annotations.NullMarked;
