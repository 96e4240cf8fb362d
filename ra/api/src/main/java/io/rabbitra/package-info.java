/**
 * What an application may compile against beside Jakarta Messaging: the native view of AMQP 0-9-1
 * for message-driven beans and publishers, and how a bean says what is to become of a message.
 */
package io.rabbitra;
