/**
 * AMF0, the value encoding of RTMP commands and data messages. Bytes become {@link dev.sluice.rtmp.amf.AmfValue}s in
 * Amf0Reader, under the bounds of AmfLimits; Amf0Writer goes the other way. No channel, no state beyond one message.
 */
@NullMarked
package dev.sluice.rtmp.amf;

import org.jspecify.annotations.NullMarked;
