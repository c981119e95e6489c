/** What happens in rooms, told to whoever observes the registry: the console today, webhooks by an outbox later. */
@NullMarked
package dev.sluice.event;

import org.jspecify.annotations.NullMarked;
