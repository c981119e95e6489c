/**
 * Delivers what stands in the outbox to the applications' receivers. A Dispatcher reads it in order into one DeliveryQueue for
 * each application and room, which knows when its first is due; a Letter is made and signed anew for each attempt, a Sender
 * carries it to the Receiver, and the answer goes back into queue and outbox. WebhookDelivery is the thread of all that.
 */
@NullMarked
package dev.sluice.webhook;

import org.jspecify.annotations.NullMarked;
