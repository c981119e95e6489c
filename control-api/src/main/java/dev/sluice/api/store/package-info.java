/**
 * What must outlive the process, in one SQL schema on SQLite or PostgreSQL. SqlStore opens the Database that the
 * configuration names and lets Schema bring it to this version; then SqlJournal writes tasks, presence and events in one
 * transaction, SqlTasks and SqlOutbox read them, SqlOutbox notes what became of each delivery, and Retention deletes
 * what has been over for long.
 */
@NullMarked
package dev.sluice.api.store;

import org.jspecify.annotations.NullMarked;
