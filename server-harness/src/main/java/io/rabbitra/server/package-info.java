/**
 * Application servers as child processes: laid out from an unpacked distribution, started on free
 * ports of the loopback address, operated by the commands that {@code docs/servers} shows, stopped.
 */
package io.rabbitra.server;
