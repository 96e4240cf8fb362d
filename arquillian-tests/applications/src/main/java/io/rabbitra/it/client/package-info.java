/** What a test outside of the server uses to talk to its applications in the server. */
package io.rabbitra.it.client;
