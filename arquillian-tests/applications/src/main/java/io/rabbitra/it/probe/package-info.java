/** A war that sends, keeps what beans report, and tells of the server's JVM. */
package io.rabbitra.it.probe;
