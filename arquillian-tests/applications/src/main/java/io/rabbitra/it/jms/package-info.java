/** A war that uses Jakarta Messaging as applications do, from a servlet and from beans. */
package io.rabbitra.it.jms;
