package dev.sluice.webhook;

import java.util.concurrent.CompletionStage;

/** Carries letters. */
@FunctionalInterface
interface Sender {
    /** Always answers, within a bounded time and on any thread. */
    CompletionStage<Answer> send(Receiver receiver, Letter letter);
}
