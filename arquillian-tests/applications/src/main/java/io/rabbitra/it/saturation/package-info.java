/** A resource adapter that takes the server's threads away when a test asks for it. */
package io.rabbitra.it.saturation;
