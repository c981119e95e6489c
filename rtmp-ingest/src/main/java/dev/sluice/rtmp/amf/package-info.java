/**
 * AMF0, the value encoding of RTMP commands and data messages, and AMF3, which it may switch to. Bytes become
 * {@link dev.sluice.rtmp.amf.AmfValue}s in Amf0Reader, which hands over to Amf3Reader at the marker, both under the
 * bounds of AmfLimits kept by AmfInput; Amf0Writer goes the other way. No channel, no state beyond one message.
 */
@NullMarked
package dev.sluice.rtmp.amf;

import org.jspecify.annotations.NullMarked;
