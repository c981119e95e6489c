/**
 * WHEP: viewers. A POST's offer is answered, and the answer's sections become a {@link dev.sluice.whep.WhepViewer}, which
 * subscribes to the publisher's tracks; a track's frame comes to {@link dev.sluice.whep.VideoSubscriber} or
 * {@link dev.sluice.whep.AudioSubscriber} and leaves by the stream's RtpSender. The viewer's RTCP comes back through
 * {@link dev.sluice.whep.ViewerFeedback}.
 */
@NullMarked
package dev.sluice.whep;

import org.jspecify.annotations.NullMarked;
