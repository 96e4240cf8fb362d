/** Loggers that outlive the applications of a server. Known to all rooms, knows none. */
package io.rabbitra.logging;
