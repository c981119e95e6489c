package dev.sluice.whep;

import dev.sluice.room.Subscriber;

/** A viewer's subscriber of one kind of media. */
sealed interface MediaSubscriber extends Subscriber permits AudioSubscriber, VideoSubscriber {
    /** Nothing is sent any more. Idempotent. */
    void close();
}
