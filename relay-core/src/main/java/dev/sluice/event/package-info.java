/**
 * What happens in rooms, told to whoever observes the registry. Those that an application hears of become CallbackEvents, which
 * a Journal stores with the change they tell of; an Outbox has them until they are delivered.
 */
@NullMarked
package dev.sluice.event;

import org.jspecify.annotations.NullMarked;
