/**
 * Sources of pulls. LiveSources checks and opens URLs. A LiveSource goes from hop to hop: it has the guard judge a URL, and tries
 * the admitted addresses until one answers, by an HttpAttempt or an RtmpAttempt, which a redirect may end. What HTTP brings
 * goes through FlvFeed, which holds back what Pace says is not due; what RTMP brings is due. Media makes frames of both for the
 * FrameSink, StallWatch finds the silent, and whatever happens ends in one SourceEnd.
 */
@NullMarked
package dev.sluice.pull.source;

import org.jspecify.annotations.NullMarked;
