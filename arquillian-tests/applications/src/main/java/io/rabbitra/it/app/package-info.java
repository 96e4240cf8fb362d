/** Message-driven beans that report what they get. */
package io.rabbitra.it.app;
