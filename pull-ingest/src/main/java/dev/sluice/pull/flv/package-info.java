/**
 * FLV as a file or a response has it (Adobe FLV 10.1, annex E.2 to E.4.1). FlvReader makes FlvTags of bytes; what a tag's body
 * holds is read by {@link dev.sluice.rtmp.flv}. Signature names what came where FLV was expected.
 */
@NullMarked
package dev.sluice.pull.flv;

import org.jspecify.annotations.NullMarked;
