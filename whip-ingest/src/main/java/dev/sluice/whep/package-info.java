/**
 * WHEP: viewers. A POST's offer is answered, and the answer's sections become a {@link dev.sluice.whep.WhepViewer}, which
 * has a stream for each of them. {@link dev.sluice.whep.VideoStream} chooses among the publisher's encodings, as the path
 * allows ({@link dev.sluice.whep.SlowWatch}, {@link dev.sluice.whep.Allowance}); a track's frame comes to
 * {@link dev.sluice.whep.VideoSubscriber} or {@link dev.sluice.whep.AudioStream} and leaves by the stream's RtpSender. The
 * viewer's RTCP comes back through {@link dev.sluice.whep.ViewerFeedback}.
 */
@NullMarked
package dev.sluice.whep;

import org.jspecify.annotations.NullMarked;
