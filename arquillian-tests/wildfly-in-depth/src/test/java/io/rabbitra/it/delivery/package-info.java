/** Message-driven beans with the activation properties of this adapter and of others. */
package io.rabbitra.it.delivery;
